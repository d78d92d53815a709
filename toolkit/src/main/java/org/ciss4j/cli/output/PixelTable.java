// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.ciss4j.report.Csv;
import org.ciss4j.scenario.LabelSpace;

/** How many pixels of each class images have: a line for each image. */
public final class PixelTable {
  private final int classes;
  private final List<List<String>> lines = new ArrayList<>();

  /** A table without images; its head names the classes in the order of their ids. */
  public PixelTable(LabelSpace labelSpace) {
    classes = labelSpace.size();
    Stream<String> names = IntStream.range(0, classes).mapToObj(labelSpace::nameOf);
    lines.add(Stream.concat(Stream.of("image"), names).toList());
  }

  /** Counts the labels of an image. */
  public void add(String image, byte[] labels) {
    long[] counts = new long[classes];
    for (byte label : labels) {
      counts[Byte.toUnsignedInt(label)]++;
    }
    Stream<String> cells = LongStream.of(counts).mapToObj(Long::toString);
    lines.add(Stream.concat(Stream.of(image), cells).toList());
  }

  /** As CSV. */
  @Override
  public String toString() {
    return Csv.text(lines);
  }
}
