// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.util.Arrays;

/**
 * The pixels of a polygon as LabelMe has them drawn by Pillow: corners are cut to whole pixels, the
 * border belongs to the polygon, and a row is filled between the edges that cross it, each rounded
 * to the pixel that lies inside.
 */
final class LabelMePolygon {
  private final int[] xs;
  private final int[] ys;

  /**
   * A polygon.
   *
   * @param points x and y of its corners in turn
   */
  LabelMePolygon(double[] points) {
    this.xs = new int[points.length / 2];
    this.ys = new int[points.length / 2];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = (int) points[2 * i];
      ys[i] = (int) points[2 * i + 1];
    }
  }

  /** Paints it. */
  void paint(Canvas canvas, int label) {
    int top = Arrays.stream(ys).min().orElse(0);
    int bottom = Arrays.stream(ys).max().orElse(-1);
    for (int i = 0; i < xs.length; i++) {
      int next = (i + 1) % xs.length;
      if (ys[i] == ys[next]) {
        canvas.row(ys[i], Math.min(xs[i], xs[next]), Math.max(xs[i], xs[next]), label);
      }
    }
    float[] crossings = new float[2 * xs.length];
    for (int y = Math.max(0, top); y <= Math.min(bottom, canvas.height() - 1); y++) {
      int count = cross(y, bottom, crossings);
      Arrays.sort(crossings, 0, count);
      for (int i = 1; i < count; i += 2) {
        canvas.row(y, up(crossings[i - 1]), down(crossings[i]), label);
      }
    }
  }

  /**
   * Where edges cross a row. An edge that ends there comes twice, so that the one that goes on from
   * the same corner finds its partner.
   */
  private int cross(int y, int bottom, float[] crossings) {
    int count = 0;
    for (int i = 0; i < xs.length; i++) {
      int next = (i + 1) % xs.length;
      int last = Math.max(ys[i], ys[next]);
      if (ys[i] == ys[next] || y < Math.min(ys[i], ys[next]) || y > last) {
        continue;
      }
      float slope = (float) (xs[next] - xs[i]) / (ys[next] - ys[i]);
      float crossing = (y - ys[i]) * slope + xs[i];
      crossings[count++] = crossing;
      if (y == last && y < bottom) {
        crossings[count++] = crossing;
      }
    }
    return count;
  }

  /** Halves away from zero. */
  private static int up(float x) {
    return (int) (x >= 0 ? Math.floor(x + 0.5f) : -Math.floor(-x + 0.5f));
  }

  /** Halves towards zero. */
  private static int down(float x) {
    return (int) (x >= 0 ? Math.ceil(x - 0.5f) : -Math.ceil(-x - 0.5f));
  }
}
