// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.ciss4j.cli.option.ConfigFile;
import org.ciss4j.common.CissException;
import org.ciss4j.report.section.RepeatCommand;
import org.ciss4j.tuning.Goal;
import org.ciss4j.tuning.StudyPlan;
import org.ciss4j.tuning.space.Strategy;

/** A study as the options that make it. */
final class StudyWords {
  private static final String SPACE = "--space";

  private StudyWords() {}

  /**
   * The options, each with its value behind it unless it is a flag.
   *
   * @throws CissException of kind usage if a value has no option
   */
  static List<String> of(StudyPlan plan) {
    List<String> run =
        RepeatCommand.words(plan.config())
            .orElseThrow(
                () ->
                    CissException.usage("no options make runs of this study; see its study.json"));
    List<String> words = new ArrayList<>();
    plan.space().forEach(dimension -> words.addAll(List.of(SPACE, dimension)));
    Strategy strategy = plan.strategy();
    words.addAll(List.of("--strategy", strategy.kind().label()));
    if (strategy.kind() == Strategy.Kind.GRID) {
      words.addAll(List.of("--points", Integer.toString(strategy.points())));
    }
    if (strategy.kind() == Strategy.Kind.GENETIC) {
      words.addAll(List.of("--population", Integer.toString(strategy.population())));
    }
    words.addAll(List.of("--search-seed", Long.toString(strategy.seed())));
    if (plan.trials() < Integer.MAX_VALUE) {
      words.addAll(List.of("--trials", Integer.toString(plan.trials())));
    }
    words.addAll(
        List.of(
            "--objective",
            plan.goals().stream().map(Goal::label).collect(Collectors.joining(","))));
    if (!plan.medianRule()) {
      words.add("--no-median-rule");
    }
    if (plan.ownSeeds()) {
      words.add("--own-seeds");
    }
    words.addAll(run.subList(2, run.size()));
    return words;
  }

  /** The same as a file for {@code --config}. */
  static String file(StudyPlan plan) {
    return ConfigFile.text(of(plan));
  }
}
