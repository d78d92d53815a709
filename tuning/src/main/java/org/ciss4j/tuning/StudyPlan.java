// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.List;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.CissException;
import org.ciss4j.tuning.space.SearchSpace;
import org.ciss4j.tuning.space.Strategy;

/**
 * What {@code study.json} says: all that decides which candidates there are and what becomes of
 * them.
 *
 * @param config of the runs, but for what is searched
 * @param space the texts of a {@link SearchSpace}
 * @param strategy how candidates are chosen
 * @param goal what is wanted high
 * @param trials how many there are at most
 * @param medianRule whether hopeless trials are given up; see {@link MedianRule}
 * @param ownSeeds whether each trial has a seed of its own, instead of that of the configuration
 * @param atOnce how many candidates are proposed before the first of them has its score; it matters
 *     to a strategy that learns from scores
 */
public record StudyPlan(
    RunConfig config,
    List<String> space,
    Strategy strategy,
    Goal goal,
    int trials,
    boolean medianRule,
    boolean ownSeeds,
    int atOnce) {

  /**
   * Copies the list.
   *
   * @throws CissException of kind usage if there is to be no trial
   */
  public StudyPlan {
    space = List.copyOf(space);
    if (trials < 1 || atOnce < 1) {
      throw CissException.usage("expected at least 1 trial, got %d", Math.min(trials, atOnce));
    }
  }

  StudyPlan withSpace(SearchSpace other) {
    return new StudyPlan(
        config, other.texts(), strategy, goal, trials, medianRule, ownSeeds, atOnce);
  }

  StudyPlan withStrategy(Strategy other) {
    return new StudyPlan(config, space, other, goal, trials, medianRule, ownSeeds, atOnce);
  }

  StudyPlan withGoal(Goal other) {
    return new StudyPlan(config, space, strategy, other, trials, medianRule, ownSeeds, atOnce);
  }

  StudyPlan withTrials(int count) {
    return new StudyPlan(config, space, strategy, goal, count, medianRule, ownSeeds, atOnce);
  }

  StudyPlan withMedianRule(boolean on) {
    return new StudyPlan(config, space, strategy, goal, trials, on, ownSeeds, atOnce);
  }

  StudyPlan withOwnSeeds(boolean own) {
    return new StudyPlan(config, space, strategy, goal, trials, medianRule, own, atOnce);
  }

  StudyPlan withAtOnce(int count) {
    return new StudyPlan(config, space, strategy, goal, trials, medianRule, ownSeeds, count);
  }
}
