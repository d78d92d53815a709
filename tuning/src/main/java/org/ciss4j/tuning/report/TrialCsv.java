// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.ciss4j.report.Csv;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;
import org.ciss4j.tuning.space.SearchSpace;

/**
 * All trials as CSV (RFC 4180), a line for each; scores in percent, {@link TrainingTime} in
 * seconds, empty where there is none.
 */
final class TrialCsv {
  private TrialCsv() {}

  static String text(Path study, StudyResult result, Front front) {
    List<String> names = SearchSpace.parse(result.plan().space()).names();
    Set<Integer> unbeaten = new HashSet<>();
    front.unbeaten().forEach(point -> unbeaten.add(point.trial().number()));
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        Stream.of(
                List.of("trial", "outcome", "rank", "unbeaten"),
                names,
                List.of(
                    "mIoU base", "mIoU novel", "mIoU all", "hIoU", TrainingTime.TITLE, "reason"))
            .flatMap(List::stream)
            .toList());
    List<Trial> ranking = result.ranking();
    for (Trial trial : result.trials()) {
      List<String> line = new ArrayList<>();
      line.add(Integer.toString(trial.number()));
      line.add(Words.outcome(trial));
      line.add(trial.finished() ? Integer.toString(ranking.indexOf(trial) + 1) : "");
      line.add(unbeaten.contains(trial.number()) ? "yes" : "no");
      names.forEach(name -> line.add(trial.values().getOrDefault(name, "")));
      result.scores(trial).forEach(score -> line.add(number("%.2f", 100 * score)));
      line.add(number("%.3f", TrainingTime.of(study, trial)));
      line.add(trial.reason());
      lines.add(line);
    }
    return Csv.text(lines);
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "" : Words.text(format, value);
  }
}
