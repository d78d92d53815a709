// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ciss4j.result.config.RunConfig;

/**
 * What came out of a study so far.
 *
 * @param plan what was asked for
 * @param trials those that have ended, by their numbers
 */
public record StudyResult(StudyPlan plan, List<Trial> trials) {
  /** Sorts the trials. */
  public StudyResult {
    trials = trials.stream().sorted(Comparator.comparingInt(Trial::number)).toList();
  }

  /** The finished trials, the best first; of equals, the earlier. */
  public List<Trial> ranking() {
    return trials.stream()
        .filter(Trial::finished)
        .sorted(Comparator.comparingDouble(Trial::score).reversed())
        .toList();
  }

  /** The finished trial with the highest score. */
  public Optional<Trial> best() {
    return ranking().stream().findFirst();
  }

  /** What a trial came to after its last step, as a fraction; NaN if that is not known. */
  public double score(Trial trial, Goal wanted) {
    List<StepScore> steps = trial.steps();
    if (steps.isEmpty()) {
      return wanted == plan.goal() ? trial.score() : Double.NaN;
    }
    return wanted.of(steps.get(steps.size() - 1));
  }

  /** The mIoU of base, novel and all classes, and hIoU; see {@link #score}. */
  public List<Double> scores(Trial trial) {
    return Stream.of(Goal.BASE, Goal.NOVEL, Goal.ALL, Goal.HIOU)
        .map(goal -> score(trial, goal))
        .toList();
  }

  /** What a trial was, to be trained on all training images and scored on test images. */
  public RunConfig configOf(Trial trial) {
    RunConfig config = new RunParameters(plan.config()).with(trial.values()).withSeed(trial.seed());
    return config.withEvaluation(config.evaluation().withHeldOut(0));
  }

  /** The ranking as a table, scores in percent. */
  @Override
  public String toString() {
    return RankingTable.of(this);
  }
}
