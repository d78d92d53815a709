// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.tuning.space.SearchSpace;
import org.ciss4j.tuning.space.Strategy;

/**
 * What {@code study.json} says: all that decides which candidates there are and what becomes of
 * them.
 *
 * @param config of the runs, but for what is searched
 * @param space the texts of a {@link SearchSpace}
 * @param strategy how candidates are chosen
 * @param goal the score that is wanted high: strategy, ranking and median rule go by it alone
 * @param beside what else is wanted, for the table of trials that none beats in everything
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
    List<Goal> beside,
    int trials,
    boolean medianRule,
    boolean ownSeeds,
    int atOnce) {

  /**
   * Copies the lists.
   *
   * @throws CissException of kind usage if there is to be no trial, the goal is no score, or
   *     something is wanted twice
   */
  public StudyPlan {
    space = List.copyOf(space);
    beside = List.copyOf(beside);
    if (!goal.scores()) {
      throw CissException.usage(
          "objective %s alone would find what trains nothing; name a score before it, as in"
              + " hIoU,%s",
          goal.label(), goal.label());
    }
    if (beside.contains(goal) || new HashSet<>(beside).size() < beside.size()) {
      throw CissException.usage(
          "an objective is named twice in %s; name each once", label(goals(goal, beside)));
    }
    if (trials < 1 || atOnce < 1) {
      throw CissException.usage("expected at least 1 trial, got %d", Math.min(trials, atOnce));
    }
  }

  StudyPlan withSpace(SearchSpace other) {
    return new StudyPlan(
        config, other.texts(), strategy, goal, beside, trials, medianRule, ownSeeds, atOnce);
  }

  StudyPlan withStrategy(Strategy other) {
    return new StudyPlan(config, space, other, goal, beside, trials, medianRule, ownSeeds, atOnce);
  }

  StudyPlan withGoals(Goal first, List<Goal> others) {
    return new StudyPlan(
        config, space, strategy, first, others, trials, medianRule, ownSeeds, atOnce);
  }

  /** All that is wanted, the goal first. */
  public List<Goal> goals() {
    return goals(goal, beside);
  }

  private static List<Goal> goals(Goal first, List<Goal> others) {
    return Stream.concat(Stream.of(first), others.stream()).toList();
  }

  private static String label(List<Goal> goals) {
    return goals.stream().map(Goal::label).collect(Collectors.joining(","));
  }

  StudyPlan withTrials(int count) {
    return new StudyPlan(
        config, space, strategy, goal, beside, count, medianRule, ownSeeds, atOnce);
  }

  StudyPlan withMedianRule(boolean on) {
    return new StudyPlan(config, space, strategy, goal, beside, trials, on, ownSeeds, atOnce);
  }

  StudyPlan withOwnSeeds(boolean own) {
    return new StudyPlan(config, space, strategy, goal, beside, trials, medianRule, own, atOnce);
  }

  StudyPlan withAtOnce(int count) {
    return new StudyPlan(
        config, space, strategy, goal, beside, trials, medianRule, ownSeeds, count);
  }
}
