// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.ciss4j.cli.option.ParsedConverter;
import org.ciss4j.common.CissException;
import org.ciss4j.tuning.Goal;
import org.ciss4j.tuning.Study;
import org.ciss4j.tuning.space.Strategy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that say how a study searches, and for how long. */
final class SearchOptions {
  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      converter = KindConverter.class,
      defaultValue = "random",
      description = {
        "random: each candidate is drawn alone;",
        "grid: all combinations, ranges stood for by --points values;",
        "genetic: first at random, then children of the best;",
        "tpe: 10 at random, then where the best are denser than the others, by tree-structured"
            + " Parzen estimators (default: ${DEFAULT-VALUE})."
      })
  private Strategy.Kind strategy = Strategy.Kind.RANDOM;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "How many candidates are tried at most (default: 20; of a grid, all).")
  private @Nullable Integer trials;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "When to end, such as 90m, 8h or 1h30m; the trial that is running saves itself for"
              + " --resume.")
  private @Nullable Duration timeLimit;

  @Option(
      names = "--objective",
      paramLabel = "NAME",
      converter = GoalConverter.class,
      defaultValue = "hIoU",
      split = ",",
      hideParamSyntax = true,
      description = {
        "What is wanted high after the last step: hIoU, or the mIoU of base, novel or all classes"
            + " (default: ${DEFAULT-VALUE}).",
        "Several, as in hIoU,time: the first decides what is tried and what is best; a table lists"
            + " the trials that none beats in everything. time, the seconds of training, is wanted"
            + " low."
      })
  private List<Goal> objective = List.of(Goal.HIOU);

  @Option(
      names = "--search-seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Decides which candidates there are; --seed is that of the runs (default:"
              + " ${DEFAULT-VALUE}).")
  private long searchSeed = 1;

  @Option(
      names = "--points",
      paramLabel = "N",
      description = "Values of each range in a grid (default: 4).")
  private @Nullable Integer points;

  @Option(
      names = "--population",
      paramLabel = "N",
      description = "Parents in a genetic search (default: 8).")
  private @Nullable Integer population;

  @Option(
      names = "--no-median-rule",
      description = "Train every trial to its end, also those that are behind the others.")
  private boolean noMedianRule;

  @Option(
      names = "--own-seeds",
      description =
          "Train each trial with a seed of its own, drawn from --seed, and a base step of its own.")
  private boolean ownSeeds;

  /** The same study with these choices. */
  Study applyTo(Study start) {
    Study study =
        start
            .strategy(strategy())
            .goal(objective.get(0), objective.subList(1, objective.size()).toArray(Goal[]::new))
            .medianRule(!noMedianRule)
            .ownSeeds(ownSeeds);
    if (strategy == Strategy.Kind.GRID) {
      study = study.trials(Integer.MAX_VALUE);
    }
    return limits(study);
  }

  /** The same study with these limits. */
  Study limits(Study start) {
    Study study = trials == null ? start : start.trials(trials);
    return timeLimit == null ? study : study.timeLimit(timeLimit);
  }

  private Strategy strategy() {
    requireKind("--points", points, Strategy.Kind.GRID);
    requireKind("--population", population, Strategy.Kind.GENETIC);
    Strategy chosen = Strategy.of(strategy, searchSeed);
    chosen = points == null ? chosen : chosen.withPoints(points);
    return population == null ? chosen : chosen.withPopulation(population);
  }

  private void requireKind(String option, @Nullable Integer value, Strategy.Kind kind) {
    if (value != null && strategy != kind) {
      throw CissException.usage(
          "%s is of --strategy %s; name that, or leave it out", option, kind.label());
    }
  }

  private static final class KindConverter extends ParsedConverter<Strategy.Kind> {
    KindConverter() {
      super(Strategy.Kind::parse);
    }
  }

  private static final class GoalConverter extends ParsedConverter<Goal> {
    GoalConverter() {
      super(Goal::parse);
    }
  }

  private static final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        Duration time = Duration.parse("PT" + text.strip().toUpperCase(Locale.ROOT));
        if (!time.isNegative() && !time.isZero()) {
          return time;
        }
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(message(text));
      }
      throw new TypeConversionException(message(text));
    }

    private static String message(String text) {
      return "'" + text + "' is no time such as 90m, 8h or 1h30m";
    }
  }
}
