// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;

/**
 * How far what the network says of old classes moves from its teacher, as in Figure 5 of DKD's
 * paper.
 */
public final class DriftSection {
  private record Measure(String column, String caption) {}

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("drift_pos", "‖z⁺ₜ − z⁺ₜ₋₁‖"),
          new Measure("drift_neg", "‖z⁻ₜ − z⁻ₜ₋₁‖"),
          new Measure("drift", "‖zₜ − zₜ₋₁‖"));

  private DriftSection() {}

  /** None if nothing was recorded. */
  public static Optional<Document.Section> of(Comparison comparison) {
    Curves curves = Curves.of(comparison);
    List<Block.Figure> figures = new ArrayList<>();
    for (Measure measure : MEASURES) {
      if (isRecorded(comparison, measure.column())) {
        figures.add(curves.figure(measure.column(), measure.caption()));
      }
    }
    String note =
        "Distance of the old classes' scores from those of the network of the step before: of"
            + " positive and negative reasoning scores, and of their sums. Norm over classes, mean"
            + " over images and positions of the feature map. "
            + curves.note();
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Document.Section(
                "drift",
                "Drift of old classes",
                List.of(new Block.Figures(note.strip(), figures))));
  }

  private static boolean isRecorded(Comparison comparison, String column) {
    return comparison.runs().stream()
        .flatMap(run -> run.losses().stream())
        .anyMatch(step -> !step.column(column).isEmpty());
  }
}
