// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.util.Arrays;

/**
 * The pixels of a polygon as COCO's own tools find them: its edges are followed on a grid that is
 * five times as fine; where they go on to another column, the mask changes from there downwards.
 */
final class CocoPolygon {
  private static final int SCALE = 5;

  private final int width;
  private final int height;

  /** The first column that the polygon may be in. */
  private final int left;

  /**
   * At the place of a pixel, counted down the columns from that one, how often the mask changes.
   */
  private final int[] changes;

  /**
   * A polygon.
   *
   * @param points x and y of its corners in turn
   */
  CocoPolygon(double[] points, int width, int height) {
    this.width = width;
    this.height = height;
    int corners = points.length / 2;
    int[] xs = new int[corners];
    int[] ys = new int[corners];
    for (int i = 0; i < corners; i++) {
      xs[i] = (int) (SCALE * points[2 * i] + 0.5);
      ys[i] = (int) (SCALE * points[2 * i + 1] + 0.5);
    }
    this.left = Math.max(0, Arrays.stream(xs).min().orElse(0) / SCALE - 1);
    int end = Math.min(width, Arrays.stream(xs).max().orElse(0) / SCALE + 2);
    this.changes = new int[Math.multiplyExact(Math.max(0, end - left), height) + 1];
    Walk walk = new Walk();
    for (int i = 0; i < corners; i++) {
      int next = (i + 1) % corners;
      walk.along(xs[i], ys[i], xs[next], ys[next]);
    }
  }

  /** The fine points of the edges, one after the other. */
  private final class Walk {
    private int x;
    private int y;
    private boolean begun;

    void along(int fromX, int fromY, int toX, int toY) {
      int dx = Math.abs(toX - fromX);
      int dy = Math.abs(toY - fromY);
      boolean flat = dx >= dy;
      // Lines are drawn from the smaller end, so that both directions have the same points.
      boolean flipped = flat ? fromX > toX : fromY > toY;
      int startX = flipped ? toX : fromX;
      int startY = flipped ? toY : fromY;
      int endX = flipped ? fromX : toX;
      int endY = flipped ? fromY : toY;
      int length = Math.max(dx, dy);
      double slope = length == 0 ? 0 : (double) (flat ? endY - startY : endX - startX) / length;
      for (int step = 0; step <= length; step++) {
        int at = flipped ? length - step : step;
        if (flat) {
          to(startX + at, (int) (startY + slope * at + 0.5));
        } else {
          to((int) (startX + slope * at + 0.5), startY + at);
        }
      }
    }

    private void to(int nextX, int nextY) {
      if (begun && nextX != x) {
        change(nextX < x ? nextX : nextX - 1, Math.min(nextY, y));
      }
      begun = true;
      x = nextX;
      y = nextY;
    }
  }

  /** Notes a change if this fine column is the middle of a column of pixels. */
  private void change(int fineX, int fineY) {
    double x = (fineX + 0.5) / SCALE - 0.5;
    if (Math.floor(x) != x || x < 0 || x > width - 1) {
      return;
    }
    double y = (fineY + 0.5) / SCALE - 0.5;
    int row = (int) Math.ceil(Math.max(0, Math.min(height, y)));
    int column = (int) x;
    changes[(column - left) * height + row]++;
  }

  /** Paints it. */
  void paint(Canvas canvas, int label) {
    int seen = 0;
    for (int place = 0; place < changes.length - 1; place++) {
      seen += changes[place];
      if ((seen & 1) == 1) {
        int x = left + place / height;
        canvas.row(place % height, x, x, label);
      }
    }
  }
}
