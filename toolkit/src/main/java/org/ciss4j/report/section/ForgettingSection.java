// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ciss4j.metric.Percent;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.result.StepResult;

/** How the IoU of every class changes from step to step. */
final class ForgettingSection {
  private ForgettingSection() {}

  static Document.Section of(Comparison comparison) {
    List<Block> blocks = new ArrayList<>();
    for (Run run : comparison.runs()) {
      if (run.steps().size() > 1) {
        blocks.add(table(run, comparison));
      }
    }
    if (blocks.isEmpty()) {
      blocks.add(new Block.Text("There is one step only, so nothing could be forgotten."));
    }
    return new Document.Section("forgetting", "Forgetting", blocks);
  }

  private static Block.Table table(Run run, Comparison comparison) {
    List<Block.Column> columns = new ArrayList<>();
    columns.add(Block.Column.text("Class"));
    run.steps().forEach(step -> columns.add(Block.Column.number("Step " + step.step())));
    columns.add(Block.Column.number("Change"));
    List<List<Block.Cell>> rows =
        IntStream.range(0, comparison.classNames().size())
            .mapToObj(channel -> row(channel, run, comparison))
            .toList();
    String caption =
        "IoU of each class after each step"
            + comparison.whose(run)
            + ", in percent, and its change in points since the class was learnt.";
    return new Block.Table(caption, columns, rows);
  }

  private static List<Block.Cell> row(int channel, Run run, Comparison comparison) {
    List<Block.Cell> row = new ArrayList<>();
    row.add(Block.Cell.of(comparison.classNames().get(channel)));
    run.steps().forEach(step -> row.add(ClassScores.cell(step, channel)));
    row.add(Block.Cell.of(Percent.points(change(channel, run))));
    return row;
  }

  /** From the first step with a value to the last step; NaN if that is the same or has none. */
  private static double change(int channel, Run run) {
    StepResult last = run.last();
    return run.steps().stream()
        .filter(step -> !Double.isNaN(ClassScores.iou(step, channel)))
        .findFirst()
        .filter(first -> first.step() < last.step())
        .map(first -> ClassScores.iou(last, channel) - ClassScores.iou(first, channel))
        .orElse(Double.NaN);
  }
}
