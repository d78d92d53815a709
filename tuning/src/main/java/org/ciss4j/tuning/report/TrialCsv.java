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
import org.ciss4j.tuning.StudyDirectory;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;
import org.ciss4j.tuning.space.SearchSpace;

/**
 * All trials as CSV (RFC 4180), a line for each; scores in percent, times in seconds, empty where
 * there is none.
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
                List.of("mIoU base", "mIoU novel", "mIoU all", "hIoU", "time", "seconds", "reason"))
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
      Path run = new StudyDirectory(study).trial(trial.number());
      line.add(number("%.3f", Front.seconds(run, trial.steps().size())));
      line.add(number("%.3f", trial.seconds()));
      line.add(trial.reason());
      lines.add(line);
    }
    return Csv.text(lines);
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "" : Words.text(format, value);
  }
}
