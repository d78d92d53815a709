// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.Lineage;
import org.ciss4j.scenario.ClassNames;

/** Where the steps of extended runs come from: which data, which method, which networks. */
final class LineageSection {
  /** Digits of a hash that a table shows. */
  private static final int DIGITS = 16;

  private LineageSection() {}

  /** Empty if all runs have trained all their steps and forgotten none. */
  static Optional<Document.Section> of(Comparison comparison) {
    List<Block> blocks = new ArrayList<>();
    for (Run run : comparison.runs()) {
      Lineage lineage = run.config().lineage();
      if (lineage.extendsAnother() || !lineage.forgotten().isEmpty()) {
        blocks.add(table(run, "Where the steps come from" + comparison.whose(run) + "."));
      }
    }
    return blocks.isEmpty()
        ? Optional.empty()
        : Optional.of(new Document.Section("lineage", "Lineage", blocks));
  }

  private static Block table(Run run, String caption) {
    List<List<Block.Cell>> rows = new ArrayList<>();
    Lineage lineage = run.config().lineage();
    RunDirectory directory = new RunDirectory(run.root());
    for (int step = 0; step < run.steps().size(); step++) {
      boolean own = step >= lineage.learnt();
      rows.add(
          row(Integer.toString(step), own ? directory.learnt(step) : lineage.steps().get(step)));
    }
    lineage.forgotten().forEach(learnt -> rows.add(row("forgotten", learnt)));
    return new Block.Table(
        caption,
        List.of(
            Block.Column.text("Step"),
            Block.Column.text("Classes"),
            Block.Column.text("Method"),
            Block.Column.text("Data"),
            Block.Column.number("Images"),
            Block.Column.text("Fingerprint of the data"),
            Block.Column.text("SHA-256 of the network"),
            Block.Column.text("Run")),
        rows);
  }

  private static List<Block.Cell> row(String step, Lineage.Learnt learnt) {
    return List.of(
        Block.Cell.of(step),
        Block.Cell.of(ClassNames.line(learnt.classes())),
        Block.Cell.of(learnt.method().name()),
        Block.Cell.of(
            learnt.folders().isEmpty() ? learnt.dataset() : String.join(", ", learnt.folders())),
        Block.Cell.of(Integer.toString(learnt.images())),
        Block.Cell.of(digits(learnt.dataFingerprint())),
        Block.Cell.of(digits(learnt.model())),
        Block.Cell.of(learnt.run()));
  }

  private static String digits(String hash) {
    return hash.substring(0, Math.min(DIGITS, hash.length()));
  }
}
