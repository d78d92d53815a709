// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.page.Format;
import org.ciss4j.result.StartingWeights;

/** The weights files that runs started from, and what was taken of them. */
final class WeightsSection {
  private static final int MOST_NAMES = 3;

  private WeightsSection() {}

  /** Empty if all runs started from random numbers. */
  static Optional<Document.Section> of(Comparison comparison) {
    if (comparison.runs().stream().allMatch(run -> run.weights() == null)) {
      return Optional.empty();
    }
    List<Block.Column> columns = new ArrayList<>();
    columns.add(Block.Column.text("Weights file"));
    comparison.runs().forEach(run -> columns.add(Block.Column.text(run.label())));
    List<List<Block.Cell>> rows =
        List.of(
            row("name", comparison, weights -> name(weights.file())),
            row("SHA-256", comparison, StartingWeights::sha256),
            row("bytes", comparison, weights -> Format.text("%,d", weights.bytes())),
            row("named as in", comparison, StartingWeights::naming),
            row("matched", comparison, weights -> Integer.toString(weights.matched().size())),
            row("left over", comparison, weights -> counted(weights.leftOver())),
            row("missing", comparison, weights -> counted(weights.missing())));
    String caption = "What step 0 started from. What was missing in the file was drawn at random.";
    return Optional.of(
        new Document.Section(
            "weights", "Starting weights", List.of(new Block.Table(caption, columns, rows))));
  }

  private static List<Block.Cell> row(
      String title, Comparison comparison, Function<StartingWeights, String> property) {
    List<Block.Cell> row = new ArrayList<>();
    row.add(Block.Cell.of(title));
    for (Run run : comparison.runs()) {
      StartingWeights weights = run.weights();
      row.add(Block.Cell.of(weights == null ? Format.UNDEFINED : property.apply(weights)));
    }
    return row;
  }

  private static String name(String file) {
    return Objects.toString(Path.of(file).getFileName(), file);
  }

  private static String counted(List<String> names) {
    if (names.isEmpty()) {
      return "0";
    }
    String first = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    String more = names.size() > MOST_NAMES ? ", ..." : "";
    return Format.text("%d (%s%s)", names.size(), first, more);
  }
}
