// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ranking of a study as a table of text. */
final class RankingTable {
  private RankingTable() {}

  static String of(StudyResult result) {
    List<String> names = names(result);
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("rank", "trial", names, List.of("base", "novel", "all", "hIoU")));
    List<Trial> ranking = result.ranking();
    for (int rank = 0; rank < ranking.size(); rank++) {
      Trial trial = ranking.get(rank);
      rows.add(
          row(
              Integer.toString(rank + 1),
              Integer.toString(trial.number()),
              names.stream().map(name -> trial.values().getOrDefault(name, "")).toList(),
              result.scores(trial).stream().map(RankingTable::percent).toList()));
    }
    return aligned(rows);
  }

  private static List<String> names(StudyResult result) {
    return result.trials().stream()
        .findFirst()
        .map(trial -> List.copyOf(trial.values().keySet()))
        .orElse(List.of());
  }

  private static List<String> row(
      String rank, String trial, List<String> values, List<String> scores) {
    return Stream.of(List.of(rank, trial), values, scores).flatMap(List::stream).toList();
  }

  private static String percent(double fraction) {
    return Double.isNaN(fraction) ? "-" : String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }

  private static String aligned(List<List<String>> rows) {
    int columns = rows.get(0).size();
    List<Integer> widths =
        IntStream.range(0, columns)
            .mapToObj(
                column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toList();
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, columns)
                    .mapToObj(
                        column ->
                            " ".repeat(widths.get(column) - row.get(column).length())
                                + row.get(column))
                    .collect(Collectors.joining("  ")))
        .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
  }
}
