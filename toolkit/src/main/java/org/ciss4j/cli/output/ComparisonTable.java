// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.RunConfig;

/** Several runs of one scenario in one table, in percent: a block for each step. */
public final class ComparisonTable {
  private ComparisonTable() {}

  /** The table of runs that have the same steps, at least one. */
  public static String of(List<RunResult> runs) {
    RunConfig config = runs.get(0).config();
    String head =
        String.format(
            Locale.ROOT,
            "%s %s %s, %s, mIoU in percent%n%-6s %-14s %7s %7s %7s %7s%n",
            config.data().dataset(),
            config.scenario().name(),
            config.scenario().setting().label(),
            config.model().backbone(),
            "step",
            "method",
            "base",
            "novel",
            "all",
            "hIoU");
    return IntStream.range(0, runs.get(0).steps().size())
        .boxed()
        .flatMap(step -> runs.stream().map(run -> row(run, step)))
        .collect(Collectors.joining(System.lineSeparator(), head, ""));
  }

  private static String row(RunResult run, int step) {
    Stream<Object> facts = Stream.of(step, run.config().method().name());
    Stream<String> scores = run.steps().get(step).scores().mIoU().percent().stream();
    return String.format(
        Locale.ROOT, "%-6d %-14s %7s %7s %7s %7s", Stream.concat(facts, scores).toArray());
  }
}
