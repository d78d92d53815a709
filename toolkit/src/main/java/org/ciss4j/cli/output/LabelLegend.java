// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.ciss4j.report.plot.Palette;
import org.ciss4j.scenario.LabelSpace;

/** Which classes were found in images, and in which colours they are shown. */
public final class LabelLegend {
  private final LabelSpace labelSpace;
  private final long[] counts;

  public LabelLegend(LabelSpace labelSpace) {
    this.labelSpace = labelSpace;
    this.counts = new long[labelSpace.size()];
  }

  /** Counts the labels of an image. */
  public void add(byte[] labels) {
    for (byte label : labels) {
      counts[Byte.toUnsignedInt(label)]++;
    }
  }

  /** A table of the classes that were found, the largest first. */
  @Override
  public String toString() {
    long all = LongStream.of(counts).sum();
    return IntStream.range(0, counts.length)
        .filter(id -> counts[id] > 0)
        .boxed()
        .sorted(Comparator.comparing((Integer id) -> -counts[id]))
        .map(
            id ->
                String.format(
                    Locale.ROOT,
                    "%3d  %-16s #%06x %7s",
                    id,
                    labelSpace.nameOf(id),
                    Palette.colour(id),
                    Percent.of(counts[id] / (double) all)))
        .collect(
            Collectors.joining(
                System.lineSeparator(),
                String.format(Locale.ROOT, " id  %-16s %-7s %7s%n", "class", "colour", "% area"),
                ""));
  }
}
