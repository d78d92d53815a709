// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.List;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;

/** What is taken for what after the last step. */
final class ConfusionSection {
  private ConfusionSection() {}

  static Document.Section of(Comparison comparison) {
    List<Block> blocks =
        comparison.runs().stream()
            .<Block>map(
                run ->
                    new Block.Confusion(
                        caption(run, comparison),
                        comparison.classNames().subList(0, run.last().confusion().size()),
                        run.last().confusion()))
            .toList();
    return new Document.Section("confusion", "Confusion", blocks);
  }

  private static String caption(Run run, Comparison comparison) {
    return "Share of the pixels of each class (rows) that is predicted as each class (columns)"
        + " after the last step"
        + comparison.whose(run)
        + "; dark is most on a light page, light on a dark one.";
  }
}
