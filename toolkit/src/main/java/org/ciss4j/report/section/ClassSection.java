// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ciss4j.metric.EvaluationProtocol.AbsentClass;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.page.Format;
import org.ciss4j.scenario.Step;

/** IoU of every class after the last step, in the order of the scenario. */
final class ClassSection {
  private ClassSection() {}

  static Document.Section of(Comparison comparison) {
    List<Block.Column> columns = new ArrayList<>();
    columns.add(Block.Column.text("Class"));
    columns.add(Block.Column.text("Group"));
    columns.add(Block.Column.number("Step"));
    comparison
        .runs()
        .forEach(
            run ->
                columns.add(
                    Block.Column.number(comparison.isSingle() ? "IoU" : "IoU " + run.label())));
    List<List<Block.Cell>> rows =
        IntStream.range(0, comparison.classNames().size())
            .mapToObj(channel -> row(channel, comparison))
            .toList();
    boolean zero = comparison.protocol().absentClass() == AbsentClass.ZERO;
    String caption =
        "IoU of each class after the last step, in percent; n/a: no pixel of it in the test"
            + " images, "
            + (zero ? "counted as 0 in" : "left out of")
            + " the means; -: not learnt yet. Step is the one that brings the class.";
    return new Document.Section(
        "classes", "Classes", List.of(new Block.Table(caption, columns, rows)));
  }

  private static List<Block.Cell> row(int channel, Comparison comparison) {
    List<Block.Cell> row = new ArrayList<>();
    row.add(Block.Cell.of(comparison.classNames().get(channel)));
    row.add(Block.Cell.of(group(channel, comparison)));
    row.add(Block.Cell.of(step(channel, comparison)));
    comparison.runs().forEach(run -> row.add(ClassScores.cell(run.last(), channel)));
    return row;
  }

  private static String group(int channel, Comparison comparison) {
    if (channel == 0 && !comparison.protocol().backgroundInBase()) {
      return Format.UNDEFINED;
    }
    return comparison.isBase(channel) ? "base" : "novel";
  }

  private static String step(int channel, Comparison comparison) {
    return comparison.scenario().steps().stream()
        .filter(step -> step.newClasses().contains(channel))
        .map(Step::index)
        .map(index -> Format.text("%d", index))
        .findFirst()
        .orElse(Format.UNDEFINED);
  }
}
