// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Gives a trial up when its score after a step is below the median of those that finished trials
 * had after the same step (Golovin et al., Google Vizier, KDD 2017, section 3.2.2, with scores in
 * the place of their running means). Before enough trials have finished it says nothing, nor after
 * the base step: most of what is searched does not act there, and trials that share it would be
 * given up together.
 */
final class MedianRule {
  /** Finished trials that a median is taken of, at least. */
  static final int ENOUGH = 4;

  private final Goal goal;

  MedianRule(Goal goal) {
    this.goal = goal;
  }

  /**
   * Why a trial is hopeless after its last step so far.
   *
   * @param steps scores of the trial after each step
   * @return empty if it is not
   */
  Optional<String> judge(List<StepScore> steps, List<Trial> others) {
    int step = steps.size() - 1;
    if (step == 0) {
      return Optional.empty();
    }
    double[] finished =
        others.stream()
            .filter(Trial::finished)
            .mapToDouble(other -> goal.of(other.steps().get(step)))
            .filter(score -> !Double.isNaN(score))
            .sorted()
            .toArray();
    double own = goal.of(steps.get(step));
    if (finished.length < ENOUGH || Double.isNaN(own) || own >= median(finished)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s %.2f after step %d is below the median %.2f",
            goal.label(),
            100 * own,
            step,
            100 * median(finished)));
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
