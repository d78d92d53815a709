// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianRuleTest {
  private final MedianRule rule = new MedianRule(Goal.HIOU);

  private static StepScore score(double hIoU) {
    return new StepScore(0.5, 0.5, 0.5, hIoU);
  }

  private static Trial trial(int number, Trial.Outcome outcome, double... hIoU) {
    List<StepScore> steps = new ArrayList<>();
    for (double value : hIoU) {
      steps.add(score(value));
    }
    return new Trial(number, Map.of(), 1, outcome, 0, steps, "");
  }

  private static List<Trial> others() {
    return List.of(
        trial(1, Trial.Outcome.FINISHED, Double.NaN, 0.1, 0.9),
        trial(2, Trial.Outcome.FINISHED, Double.NaN, 0.2, 0.8),
        trial(3, Trial.Outcome.FAILED),
        trial(4, Trial.Outcome.HOPELESS, Double.NaN, 0.01),
        trial(5, Trial.Outcome.FINISHED, Double.NaN, 0.4, 0.7),
        trial(6, Trial.Outcome.FINISHED, Double.NaN, 0.3, 0.1));
  }

  @Test
  void whatIsBelowTheMedianOfFinishedTrialsIsHopeless() {
    assertThat(rule.judge(List.of(score(Double.NaN), score(0.24)), others()))
        .contains("hIoU 24.00 after step 1 is below the median 25.00");
    assertThat(rule.judge(List.of(score(Double.NaN), score(0.25)), others())).isEmpty();
  }

  @Test
  void whereThereIsNoScoreThereIsNoVerdict() {
    assertThat(rule.judge(List.of(score(Double.NaN)), others())).isEmpty();
  }

  /** It may be the same step of a group of trials. */
  @Test
  void theBaseStepIsNoSign() {
    MedianRule ofAll = new MedianRule(Goal.ALL);
    List<Trial> better =
        IntStream.range(0, 5)
            .mapToObj(
                number -> {
                  List<StepScore> steps = List.of(all(0.6), all(0.4));
                  return new Trial(number, Map.of(), 1, Trial.Outcome.FINISHED, 0, steps, "");
                })
            .toList();
    assertThat(ofAll.judge(List.of(all(0.5)), better)).isEmpty();
    assertThat(ofAll.judge(List.of(all(0.5), all(0.5)), better)).isEmpty();
    assertThat(ofAll.judge(List.of(all(0.5), all(0.3)), better)).isPresent();
  }

  private static StepScore all(double value) {
    return new StepScore(0, 0, value, Double.NaN);
  }

  @Test
  void fewTrialsAreNoMeasure() {
    List<Trial> few = others().subList(0, 5);
    assertThat(rule.judge(List.of(score(Double.NaN), score(0.0001)), few)).isEmpty();
  }

  @Test
  void aTrialThatLearnsNothingHasAScore() {
    assertThat(Goal.HIOU.of(new StepScore(0, 0, 0, Double.NaN))).isZero();
    assertThat(Goal.HIOU.of(new StepScore(0.5, Double.NaN, 0.5, Double.NaN))).isNaN();
  }
}
