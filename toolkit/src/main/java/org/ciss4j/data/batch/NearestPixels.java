// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import org.bytedeco.opencv.opencv_core.Mat;
import org.ciss4j.data.image.Mats;
import org.ciss4j.data.image.OpenCv;

/**
 * Resizes maps of numbers that must not mix: each pixel of the result is the one of the map that
 * its centre lies in. Our own, as OpenCV's {@code INTER_NEAREST_EXACT} sees centres on the border
 * of two pixels in another one from one version to the next, so that a library would change what is
 * learnt. Here they stay what they were with OpenCV 4.5: in the pixel before the border, unless a
 * step that was rounded up has carried them over it.
 */
final class NearestPixels {
  /** Positions are integers of so many binary digits behind the point. */
  private static final int DIGITS = 16;

  static {
    OpenCv.ready();
  }

  private NearestPixels() {}

  /** A map of 8-bit pixels of one channel, resized. */
  static Mat resized(Mat map, int width, int height) {
    byte[] from = Mats.bytes(map);
    byte[] to = new byte[Math.multiplyExact(width, height)];
    int[] columns = positions(map.cols(), width);
    int[] rows = positions(map.rows(), height);
    for (int y = 0; y < height; y++) {
      int row = rows[y] * map.cols();
      for (int x = 0; x < width; x++) {
        to[y * width + x] = from[row + columns[x]];
      }
    }
    return Mats.of(width, height, map.type(), to);
  }

  /**
   * Which of so many pixels in a row the centres of others lie in.
   *
   * @param from length of the row
   * @param to how many others there are
   */
  static int[] positions(int from, int to) {
    long step = (((long) from << DIGITS) + to / 2) / to;
    // A hair less than the middle: a centre on a border is before it.
    long first = step / 2 - 1;
    int[] positions = new int[to];
    for (int i = 0; i < to; i++) {
      positions[i] = (int) Math.min((first + i * step) >> DIGITS, from - 1);
    }
    return positions;
  }
}
