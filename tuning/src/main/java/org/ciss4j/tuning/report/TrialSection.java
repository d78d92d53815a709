// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.metric.Percent;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;
import org.ciss4j.tuning.space.Dimension;
import org.ciss4j.tuning.space.SearchSpace;

/** All trials in a table. */
final class TrialSection {
  private TrialSection() {}

  static Document.Section of(Path study, StudyResult result) {
    SearchSpace space = SearchSpace.parse(result.plan().space());
    List<String> names = space.names();
    List<Block.Column> columns = new ArrayList<>();
    columns.add(Block.Column.number("Trial"));
    columns.add(Block.Column.number("Rank"));
    space.dimensions().forEach(dimension -> columns.add(column(dimension)));
    for (String score : List.of("base", "novel", "all", "hIoU")) {
      columns.add(Block.Column.number(score));
    }
    columns.add(Block.Column.number(TrainingTime.TITLE));
    columns.add(Block.Column.text("Outcome"));
    Map<Integer, Integer> ranks = ranks(result);
    List<List<Block.Cell>> rows =
        result.trials().stream()
            .map(trial -> row(study, result, trial, names, ranks.getOrDefault(trial.number(), 0)))
            .toList();
    String caption =
        "All trials with their scores after their last step on held-out images, mIoU and hIoU in"
            + " percent, and the time of training without scoring; the best is in bold.";
    return new Document.Section(
        "trials", "Trials", List.of(new Block.Table(caption, columns, rows)));
  }

  private static Block.Column column(Dimension dimension) {
    return dimension.numeric()
        ? Block.Column.number(dimension.name())
        : Block.Column.text(dimension.name());
  }

  private static Map<Integer, Integer> ranks(StudyResult result) {
    Map<Integer, Integer> ranks = new HashMap<>();
    result.ranking().forEach(trial -> ranks.put(trial.number(), ranks.size() + 1));
    return ranks;
  }

  private static List<Block.Cell> row(
      Path study, StudyResult result, Trial trial, List<String> names, int rank) {
    List<String> texts = new ArrayList<>();
    texts.add(Integer.toString(trial.number()));
    texts.add(rank == 0 ? "-" : Integer.toString(rank));
    names.forEach(name -> texts.add(trial.values().getOrDefault(name, "")));
    result.scores(trial).forEach(score -> texts.add(Percent.of(score)));
    texts.add(TrainingTime.text(TrainingTime.of(study, trial)));
    texts.add(outcome(trial));
    return texts.stream().map(text -> Block.Cell.of(text).withStrong(rank == 1)).toList();
  }

  private static String outcome(Trial trial) {
    return Words.outcome(trial) + (trial.finished() ? "" : ": " + trial.reason());
  }
}
