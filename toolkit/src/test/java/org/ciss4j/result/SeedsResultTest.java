// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.config.DataConfig;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.MethodConfig;
import org.ciss4j.result.config.ModelConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.ScenarioConfig;
import org.ciss4j.result.config.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedsResultTest {
  private static final RunConfig CONFIG =
      new RunConfig(
          DataConfig.of("sample"),
          ScenarioConfig.of("1-1"),
          MethodConfig.of("dkd"),
          ModelConfig.of("tiny"),
          Training.sample(),
          EvaluationConfig.standard(),
          1);

  @TempDir Path folder;

  /** Of one step with one class: so many of a hundred pixels are found. */
  private static RunResult run(int found) {
    ConfusionMatrix confusion = ConfusionMatrix.of(new long[][] {{100, 0}, {100 - found, found}});
    Scores scores = Scores.of(confusion, 1, EvaluationProtocol.dkd());
    StepResult step = new StepResult(0, List.of("disc"), 1, 1, confusion, scores);
    return new RunResult(CONFIG, List.of("background", "disc"), List.of(step));
  }

  @Test
  void theDeviationIsThatOfTheSample() {
    Spread spread = Spread.of(List.of(1.0, 2.0, 6.0));
    assertThat(spread.mean()).isEqualTo(3);
    assertThat(spread.deviation()).isCloseTo(Math.sqrt(14 / 2.0), within(1e-15));
    assertThat(Spread.of(List.of(1.0)).deviation()).isNaN();
    assertThat(Spread.of(List.of(1.0, Double.NaN)).mean()).isNaN();
  }

  @Test
  void theTableIsInPercentAndTheFileInFractions() {
    SeedsResult result = new SeedsResult(List.of(1L, 7L), List.of(run(50), run(70)));
    Spread base = result.after(0).get("base");
    List<Double> values = result.runs().stream().map(run -> run.last().scores().base()).toList();
    assertThat(base).isEqualTo(Spread.of(values));
    assertThat(result.toString().lines().toList())
        .hasSize(3)
        .startsWith(
            "sample 1-1 overlapped, dkd, tiny, mean and standard deviation of seeds 1, 7",
            "step            base           novel             all            hIoU   new classes");
    assertThat(result.toString().lines().toList().get(2))
        .startsWith("   0  ")
        .contains(
            String.format(
                java.util.Locale.ROOT, "%.2f ± %.2f", 100 * base.mean(), 100 * base.deviation()))
        .containsPattern(" - .* disc$");
    assertThat(result.toCsv().lines().toList())
        .startsWith(
            "step,group,mean,standard_deviation,seed_1,seed_7",
            "0,base,"
                + base.mean()
                + ","
                + base.deviation()
                + ","
                + values.get(0)
                + ","
                + values.get(1))
        .hasSize(5);
  }

  @Test
  void thePlanIsKept() {
    SeedsDirectory made = SeedsDirectory.create(folder, CONFIG, List.of(3L, -1L));
    assertThat(SeedsDirectory.exists(folder)).isTrue();
    assertThat(SeedsDirectory.open(folder)).isEqualTo(made);
    assertThat(made.run(-1)).isEqualTo(folder.resolve("seed_-1"));
    assertThatThrownBy(() -> SeedsDirectory.create(folder, CONFIG, List.of(1L)))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("is not empty");
    assertThat(Files.exists(made.write(new SeedsResult(List.of(1L), List.of(run(1)))))).isTrue();
  }

  @Test
  void seedsDiffer() {
    for (List<Long> seeds : List.of(List.<Long>of(), List.of(1L, 2L, 1L))) {
      assertThatThrownBy(() -> SeedsDirectory.create(folder.resolve("x"), CONFIG, seeds))
          .isInstanceOf(CissException.class)
          .hasMessage("expected seeds that differ, such as 1,2,3, got " + seeds);
    }
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
