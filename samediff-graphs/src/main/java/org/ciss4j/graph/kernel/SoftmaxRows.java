// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import java.util.Arrays;

/** The softmax of rows of pixels: exponentials of each channel and what belongs to each pixel. */
public final class SoftmaxRows {
  /** Logits, {@code [channels][width]}; to be filled in. */
  public final double[][] z;

  /** {@code exp(z - max)}. */
  public final double[][] e;

  /** Of each pixel, the largest logit. */
  public final double[] max;

  /** Of each pixel, the sum of {@link #e}. */
  public final double[] sum;

  /** Room for a row of so many pixels. */
  public SoftmaxRows(int channels, int width) {
    z = new double[channels][width];
    e = new double[channels][width];
    max = new double[width];
    sum = new double[width];
  }

  /** Computes all from the logits. */
  public void compute() {
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
    for (double[] channel : z) {
      for (int x = 0; x < max.length; x++) {
        max[x] = Math.max(max[x], channel[x]);
      }
    }
    Arrays.fill(sum, 0);
    for (int k = 0; k < z.length; k++) {
      double[] exponential = e[k];
      Exponential.apply(z[k], max, exponential, max.length);
      for (int x = 0; x < sum.length; x++) {
        sum[x] += exponential[x];
      }
    }
  }

  /** Sets {@code p[k][x]}. */
  public void probabilities(double[][] p) {
    for (int k = 0; k < p.length; k++) {
      double[] exponential = e[k];
      double[] probability = p[k];
      for (int x = 0; x < sum.length; x++) {
        probability[x] = exponential[x] / sum[x];
      }
    }
  }
}
