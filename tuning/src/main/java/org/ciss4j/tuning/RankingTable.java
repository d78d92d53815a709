// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.Columns;
import org.ciss4j.metric.Percent;

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
              result.scores(trial).stream().map(Percent::of).toList()));
    }
    return Columns.aligned(rows, 0)
        .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
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
}
