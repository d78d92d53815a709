// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.ciss4j.tuning.Trial;
import org.junit.jupiter.api.Test;

class ImportanceTest {
  private static final Axis RANGE = new Axis("x", 0, 1, false, List.of());
  private static final Axis CHOICE = new Axis("x", 0, 2, false, List.of("a", "b", "c"));

  private static Trial trial(String x, double score) {
    return new Trial(1, Map.of("x", x), 1, Trial.Outcome.FINISHED, score, List.of(), "");
  }

  private static Importance of(int trials, DoubleUnaryOperator score) {
    return Importance.of(
        RANGE,
        IntStream.range(0, trials)
            .mapToObj(i -> trial(Double.toString(i / 10.0), score.applyAsDouble(i / 10.0)))
            .toList());
  }

  @Test
  void whatDecidesTheScoreExplainsIt() {
    assertThat(of(11, Math::exp).share()).isCloseTo(1, within(1e-9));
    assertThat(of(11, Math::exp).trend()).isCloseTo(1, within(1e-9));
    assertThat(of(11, x -> -x).trend()).isCloseTo(-1, within(1e-9));
  }

  @Test
  void anOptimumInTheMiddleIsSeen() {
    Importance hill = of(11, x -> -(x - 0.5) * (x - 0.5));
    assertThat(hill.share()).isGreaterThan(0.9);
    assertThat(hill.trend()).isCloseTo(0, within(0.05));
  }

  @Test
  void noiseExplainsLittle() {
    Random random = new Random(1);
    double mean =
        IntStream.range(0, 200)
            .mapToDouble(i -> of(12, x -> random.nextDouble()).share())
            .average()
            .orElseThrow();
    assertThat(mean).isLessThan(0.12);
  }

  @Test
  void wordsAreGroups() {
    List<Trial> trials =
        List.of(
            trial("a", 1),
            trial("b", 5),
            trial("c", 9),
            trial("a", 2),
            trial("b", 6),
            trial("c", 8));
    Importance clear = Importance.of(CHOICE, trials);
    assertThat(clear.share()).isBetween(0.8, 1.0);
    assertThat(clear.trend()).isNaN();
  }

  @Test
  void fewTrialsSayNothing() {
    assertThat(of(4, Math::exp).share()).isNaN();
    assertThat(of(11, x -> 1).share()).isNaN();
    assertThat(Importance.of(CHOICE, List.of(trial("a", 1), trial("a", 2))).share()).isNaN();
  }
}
