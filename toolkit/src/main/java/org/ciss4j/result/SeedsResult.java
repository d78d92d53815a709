// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.ClassNames;

/**
 * What came out of runs that differ in their seed alone.
 *
 * @param seeds in the order of the runs
 * @param runs that are finished, at least one
 */
public record SeedsResult(List<Long> seeds, List<RunResult> runs) {
  private static final Map<String, ToDoubleFunction<Scores>> GROUPS = groups();

  /** Copies the lists. */
  public SeedsResult {
    seeds = List.copyOf(seeds);
    runs = List.copyOf(runs);
    if (runs.isEmpty() || seeds.size() != runs.size()) {
      throw new IllegalArgumentException(
          "expected a run for each seed, got " + runs.size() + " runs of seeds " + seeds);
    }
  }

  private static Map<String, ToDoubleFunction<Scores>> groups() {
    Map<String, ToDoubleFunction<Scores>> groups = new LinkedHashMap<>();
    groups.put("base", Scores::base);
    groups.put("novel", Scores::novel);
    groups.put("all", Scores::all);
    groups.put("hIoU", Scores::hIoU);
    return Collections.unmodifiableMap(groups);
  }

  /** Names of the scores. */
  public static List<String> scores() {
    return List.copyOf(GROUPS.keySet());
  }

  /** The last step, which all runs have. */
  public int lastStep() {
    return runs.get(0).last().step();
  }

  /** mIoU of base, novel and all classes and hIoU after a step, by these names. */
  public Map<String, Spread> after(int step) {
    Map<String, Spread> result = new LinkedHashMap<>();
    GROUPS.keySet().forEach(group -> result.put(group, Spread.of(values(step, group))));
    return Collections.unmodifiableMap(result);
  }

  /** A score of each run after a step, by the name that {@link #after} has for it. */
  List<Double> values(int step, String group) {
    ToDoubleFunction<Scores> score = GROUPS.getOrDefault(group, Scores::all);
    return runs.stream().map(run -> score.applyAsDouble(run.steps().get(step).scores())).toList();
  }

  /** A line for each step and group: mean, standard deviation, and each run, as fractions. */
  public String toCsv() {
    StringJoiner csv = new StringJoiner("\n", "", "\n");
    csv.add(
        "step,group,mean,standard_deviation,"
            + seeds.stream().map(seed -> "seed_" + seed).collect(Collectors.joining(",")));
    for (StepResult step : runs.get(0).steps()) {
      after(step.step())
          .forEach(
              (group, spread) ->
                  csv.add(
                      step.step()
                          + ","
                          + group
                          + ","
                          + spread.mean()
                          + ","
                          + spread.deviation()
                          + ","
                          + values(step.step(), group).stream()
                              .map(String::valueOf)
                              .collect(Collectors.joining(","))));
    }
    return csv.toString();
  }

  /** The table of means and standard deviations in percent, as papers print them. */
  @Override
  public String toString() {
    RunConfig config = runs.get(0).config();
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%s %s %s, %s, %s, mean and standard deviation of seeds %s%n",
            config.data().dataset(),
            config.scenario().name(),
            config.scenario().setting().label(),
            config.method().name(),
            config.model().backbone(),
            seeds.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    table.append("step");
    GROUPS.keySet().forEach(group -> table.append(String.format(Locale.ROOT, "  %14s", group)));
    table.append(String.format(Locale.ROOT, "   new classes%n"));
    for (StepResult step : runs.get(0).steps()) {
      table.append(String.format(Locale.ROOT, "%4d", step.step()));
      after(step.step())
          .values()
          .forEach(spread -> table.append(String.format(Locale.ROOT, "  %14s", spread.percent())));
      table.append(String.format(Locale.ROOT, "   %s%n", ClassNames.line(step.newClasses())));
    }
    return table.toString();
  }
}
