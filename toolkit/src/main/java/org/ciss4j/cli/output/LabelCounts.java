// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.ciss4j.scenario.LabelSpace;

/** How many pixels each class has in some images. */
final class LabelCounts {
  private final long[] pixels = new long[LabelSpace.VOID + 1];

  /**
   * Counts an image.
   *
   * @param labels unsigned bytes: data set ids
   */
  LabelCounts add(byte[] labels) {
    for (byte label : labels) {
      pixels[Byte.toUnsignedInt(label)]++;
    }
    return this;
  }

  /** The ids of the classes that were found, background too, the largest first. */
  List<Integer> largestFirst(LabelSpace labelSpace) {
    return IntStream.range(LabelSpace.BACKGROUND, labelSpace.size())
        .filter(id -> pixels[id] > 0)
        .boxed()
        .sorted(Comparator.comparingLong(id -> -pixels[id]))
        .toList();
  }

  /** The fraction of all pixels that a class has. */
  double share(int id) {
    return pixels[id] / (double) LongStream.of(pixels).sum();
  }
}
