// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.metric.Percent;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.page.Format;
import org.ciss4j.result.config.MemoryConfig;

/** The course of training: learning rates, and how long it took. */
public final class SpeedSection {
  private SpeedSection() {}

  /** The section of these runs. */
  public static Document.Section of(Comparison comparison) {
    boolean recorded =
        comparison.runs().stream()
            .anyMatch(run -> run.losses().stream().anyMatch(SpeedSection::isRecorded));
    return new Document.Section(
        "speed",
        "Learning rate and time",
        recorded
            ? List.of(table(comparison), figures(comparison))
            : List.of(new Block.Text("No times were recorded.")));
  }

  private static boolean isRecorded(StepLosses step) {
    return step.iterations() > 0 && !Double.isNaN(step.seconds());
  }

  private static Block.Figures figures(Comparison comparison) {
    Curves curves = Curves.of(comparison);
    return new Block.Figures(
        ("The learning rate is that of the backbone. " + curves.note()).strip(),
        List.of(
            curves.figure(StepLosses.RATE, "learning rate"),
            curves.figure(StepLosses.SECONDS, "seconds per iteration")));
  }

  private static Block.Table table(Comparison comparison) {
    List<List<Block.Cell>> rows = new ArrayList<>();
    for (Run run : comparison.runs()) {
      for (StepLosses step : run.losses()) {
        if (isRecorded(step)) {
          rows.add(row(run, step, comparison));
        }
      }
    }
    Stream<Block.Column> columns =
        Stream.of(
            Block.Column.number("Step"),
            Block.Column.number("Iterations"),
            Block.Column.number("Minutes"),
            Block.Column.number("Seconds per iteration"),
            Block.Column.number("Images per second"),
            Block.Column.number("% waiting for images"));
    return new Block.Table(
        "Time of training, without scoring.",
        comparison.isSingle()
            ? columns.toList()
            : Stream.concat(Stream.of(Block.Column.text("Run")), columns).toList(),
        rows);
  }

  private static List<Block.Cell> row(Run run, StepLosses step, Comparison comparison) {
    double seconds = step.seconds();
    double images = (double) step.iterations() * batch(run, step);
    Stream<String> cells =
        Stream.of(
            Integer.toString(step.step()),
            Integer.toString(step.iterations()),
            Format.text("%.1f", seconds / 60),
            Format.text("%.3f", seconds / step.iterations()),
            Format.text("%.1f", images / seconds),
            Percent.of(step.waited() / seconds));
    return (comparison.isSingle() ? cells : Stream.concat(Stream.of(run.label()), cells))
        .map(Block.Cell::of)
        .toList();
  }

  /** A step with fewer images than a batch holds has them all in each. */
  private static int batch(Run run, StepLosses step) {
    if (step.step() >= run.steps().size()) {
      return run.config().training().batchSize(); // It is not done, and its images not known.
    }
    MemoryConfig memory = run.config().memory();
    boolean appends = step.step() > 0 && memory.policy() == MemoryConfig.Policy.OFFICIAL;
    int images = run.steps().get(step.step()).trainImages() + (appends ? memory.images() : 0);
    return Math.min(run.config().training().batchSize(), images);
  }
}
