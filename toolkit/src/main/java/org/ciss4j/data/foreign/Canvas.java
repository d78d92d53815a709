// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.util.Arrays;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.Pixels;

/** A mask while it is painted; what is painted later lies above. */
final class Canvas {
  /** That one array of Java can hold. */
  private static final long MOST_PIXELS = Integer.MAX_VALUE - 8L;

  private final int width;
  private final int height;
  private final byte[] labels;

  /** One label everywhere. */
  Canvas(int width, int height, int label) {
    if ((long) width * height > MOST_PIXELS) {
      throw CissException.failure(
          "an image of %dx%d has too many pixels to be labelled; cut it into parts", width, height);
    }
    this.width = width;
    this.height = height;
    this.labels = new byte[width * height];
    Arrays.fill(labels, (byte) label);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Paints a row from one pixel to another, both included, as far as it lies in the picture. */
  void row(int y, int from, int to, int label) {
    int first = Math.max(0, from);
    int end = Math.min(width - 1, to) + 1;
    if (y >= 0 && y < height && first < end) {
      Arrays.fill(labels, y * width + first, y * width + end, (byte) label);
    }
  }

  /** Pixels that have a label. */
  int count(int label) {
    int count = 0;
    for (byte painted : labels) {
      count += painted == (byte) label ? 1 : 0;
    }
    return count;
  }

  Pixels pixels() {
    return new Pixels(width, height, labels);
  }
}
