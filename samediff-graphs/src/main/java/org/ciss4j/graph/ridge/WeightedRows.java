// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.ridge;

import org.bytedeco.javacpp.DoublePointer;

/**
 * Room for some rows and their targets, widened to double precision and times the roots of their
 * weights, so that products of two have the weights.
 */
final class WeightedRows implements AutoCloseable {
  /** How many rows there is room for; OpenBLAS is slower with fewer, and no faster with more. */
  static final int MOST = 1024;

  private final int features;
  private final int outputs;
  private final DoublePointer left;
  private final DoublePointer right;
  private final double[] row;

  WeightedRows(int features, int outputs) {
    this.features = features;
    this.outputs = outputs;
    this.left = new DoublePointer((long) MOST * features);
    this.right = new DoublePointer((long) MOST * outputs);
    this.row = new double[Math.max(features, outputs)];
  }

  /** The rows, {@code [MOST, features]}. */
  DoublePointer left() {
    return left.position(0);
  }

  /** Their targets, {@code [MOST, outputs]}. */
  DoublePointer right() {
    return right.position(0);
  }

  /**
   * Takes some rows.
   *
   * @param some which ones, at most {@link #MOST}
   */
  void fill(float[] rows, float[] targets, float[] weights, int[] some) {
    for (int i = 0; i < some.length; i++) {
      double root = Math.sqrt(weights[some[i]]);
      put(left, i, rows, some[i], features, root);
      put(right, i, targets, some[i], outputs, root);
    }
  }

  private void put(DoublePointer to, int place, float[] from, int number, int length, double root) {
    int start = number * length;
    for (int j = 0; j < length; j++) {
      row[j] = root * from[start + j];
    }
    to.position((long) place * length).put(row, 0, length);
  }

  @Override
  public void close() {
    left.close();
    right.close();
  }
}
