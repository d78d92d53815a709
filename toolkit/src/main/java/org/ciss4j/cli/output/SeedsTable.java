// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ciss4j.common.Columns;
import org.ciss4j.result.PairedDifference;
import org.ciss4j.result.SeedsComparison;
import org.ciss4j.result.SeedsResult;
import org.ciss4j.result.Spread;
import org.ciss4j.result.config.RunConfig;

/** Several methods of several seeds after the last step, in percent. */
public final class SeedsTable {
  private static final String LINE = System.lineSeparator();

  private SeedsTable() {}

  /** Means and deviations, and how far methods are from the reference. */
  public static String of(SeedsComparison comparison) {
    List<String> methods = List.copyOf(comparison.methods().keySet());
    String means =
        head(comparison)
            + LINE
            + table(
                methods,
                method -> comparison.last(method).values().stream().map(Spread::percent).toList());
    if (!comparison.tellsDifferences()) {
      return means;
    }
    return means
        + LINE
        + LINE
        + comparison.test()
        + LINE
        + table(comparison.others(), method -> points(comparison.differences(method)));
  }

  private static String head(SeedsComparison comparison) {
    RunConfig config = comparison.methods().values().iterator().next().runs().get(0).config();
    List<Long> seeds = comparison.seeds();
    return String.format(
        Locale.ROOT,
        "%s %s %s, %s, after the last step in percent, %s",
        config.data().dataset(),
        config.scenario().name(),
        config.scenario().setting().label(),
        config.model().backbone(),
        seeds.size() == 1
            ? "seed " + seeds.get(0)
            : "mean and standard deviation of seeds "
                + seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private static List<String> points(Map<String, PairedDifference> differences) {
    return differences.values().stream().map(PairedDifference::points).toList();
  }

  private static String table(List<String> methods, Function<String, List<String>> cells) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("method", SeedsResult.scores()));
    methods.forEach(method -> rows.add(row(method, cells.apply(method))));
    return Columns.aligned(rows, 1).collect(Collectors.joining(LINE));
  }

  private static List<String> row(String method, List<String> cells) {
    List<String> row = new ArrayList<>(List.of(method));
    row.addAll(cells);
    return row;
  }
}
