// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;

/** Runs of DKD with and without its parts, as in Table 3 of its paper. */
final class AblationSection {
  private static final List<Block.Column> COLUMNS =
      List.of(
          Block.Column.text("Run"),
          Block.Column.text("mBCE + KD"),
          Block.Column.text("DKD"),
          Block.Column.text("Init"),
          Block.Column.number("mIoU base"),
          Block.Column.number("mIoU novel"),
          Block.Column.number("mIoU all"),
          Block.Column.number("hIoU"));

  private AblationSection() {}

  /** None unless some run leaves something out. */
  static Optional<Document.Section> of(Comparison comparison) {
    List<Run> runs =
        comparison.runs().stream()
            .filter(run -> Variant.of(run.config().method()).isDkd())
            .toList();
    if (runs.stream().map(run -> Variant.of(run.config().method())).distinct().count() < 2) {
      return Optional.empty();
    }
    Block.Table table =
        new Block.Table(
            "Parts of DKD, and scores after the last step in percent. DKD: distillation of the"
                + " reasoning scores; init: new classifiers start from the auxiliary one.",
            COLUMNS,
            runs.stream().map(AblationSection::row).toList());
    return Optional.of(new Document.Section("ablation", "Ablation", List.of(table)));
  }

  private static List<Block.Cell> row(Run run) {
    Variant variant = Variant.of(run.config().method());
    Stream<String> parts =
        Stream.of(
            run.label(), "✓", variant.decomposed() ? "✓" : "", variant.initialised() ? "✓" : "");
    return Stream.concat(parts, run.last().scores().mIoU().percent().stream())
        .map(Block.Cell::of)
        .toList();
  }
}
