// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.result.RunDirectory;

/** The objective and every loss term over the iterations of all steps. */
public final class LossSection {
  private LossSection() {}

  /** The section of these runs. */
  public static Document.Section of(Comparison comparison) {
    return new Document.Section("losses", "Losses", blocks(comparison));
  }

  private static List<Block> blocks(Comparison comparison) {
    Set<String> names = names(comparison);
    if (names.isEmpty()) {
      return List.of(new Block.Text("No losses were recorded."));
    }
    Curves curves = Curves.of(comparison);
    String note =
        "The objective is the weighted sum of the terms, which are shown before their weights. "
            + curves.note();
    List<Block.Figure> figures =
        names.stream()
            .map(
                name -> curves.figure(name, name.equals(StepLosses.OBJECTIVE) ? "objective" : name))
            .toList();
    List<Block> blocks = new ArrayList<>(List.of(new Block.Figures(note.strip(), figures)));
    comparison.runs().forEach(run -> blocks.addAll(restarts(run, comparison)));
    return blocks;
  }

  /** What became of steps that ran away, of which the figures show the last try. */
  private static List<Block> restarts(Run run, Comparison comparison) {
    RunDirectory directory = new RunDirectory(run.root());
    return run.losses().stream()
        .map(StepLosses::step)
        .flatMap(
            step -> directory.step(step).restarts().stream().map(restart -> restart.sentence(step)))
        .<Block>map(
            sentence -> new Block.Text("Guard" + comparison.whose(run) + ": " + sentence + "."))
        .toList();
  }

  private static Set<String> names(Comparison comparison) {
    Set<String> names = new LinkedHashSet<>();
    comparison
        .runs()
        .forEach(run -> run.losses().forEach(step -> names.addAll(step.curves().keySet())));
    return names;
  }
}
