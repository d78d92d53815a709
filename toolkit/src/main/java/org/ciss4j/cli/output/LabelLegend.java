// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.Locale;
import java.util.stream.Collectors;
import org.ciss4j.metric.Percent;
import org.ciss4j.report.plot.Palette;
import org.ciss4j.scenario.LabelSpace;

/** Which classes were found in images, and in which colours they are shown, as a table. */
public final class LabelLegend {
  private final LabelSpace labelSpace;
  private final LabelCounts counts = new LabelCounts();

  /** Of images that are still to be {@linkplain #add counted}. */
  public LabelLegend(LabelSpace labelSpace) {
    this.labelSpace = labelSpace;
  }

  /** Counts the labels of an image. */
  public void add(byte[] labels) {
    counts.add(labels);
  }

  /** A table of the classes that were found, the largest first. */
  @Override
  public String toString() {
    return counts.largestFirst(labelSpace).stream()
        .map(
            id ->
                String.format(
                    Locale.ROOT,
                    "%3d  %-16s #%06x %7s",
                    id,
                    labelSpace.nameOf(id),
                    Palette.colour(id),
                    Percent.of(counts.share(id))))
        .collect(
            Collectors.joining(
                System.lineSeparator(),
                String.format(Locale.ROOT, " id  %-16s %-7s %7s%n", "class", "colour", "% area"),
                ""));
  }
}
