// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Prototypes of SDR: of each class the mean of all feature vectors that were ever seen of it.
 *
 * @param vectors float {@code [K, D]}
 * @param counts float {@code [K]}: how many were seen
 */
public record Prototypes(INDArray vectors, INDArray counts) {

  /** Nothing seen: zeros. */
  public static Prototypes none(int classes, int channels) {
    return new Prototypes(
        Nd4j.zeros(DataType.FLOAT, classes, channels), Nd4j.zeros(DataType.FLOAT, classes));
  }

  /**
   * What is known after a batch; this stays as it is.
   *
   * @param features float {@code [P, D]} of all pixels
   * @param labels of the pixels; those of K and more are of no class
   */
  public Prototypes with(INDArray features, int[] labels) {
    int classes = (int) counts.length();
    int channels = (int) vectors.size(1);
    double[][] sums = new double[classes][channels];
    double[] seen = new double[classes];
    float[] values = features.dup('c').data().asFloat();
    for (int pixel = 0; pixel < labels.length; pixel++) {
      if (labels[pixel] < classes) {
        seen[labels[pixel]]++;
        for (int k = 0; k < channels; k++) {
          sums[labels[pixel]][k] += values[pixel * channels + k];
        }
      }
    }
    Prototypes result = new Prototypes(vectors.dup('c'), counts.dup('c'));
    for (int c = 0; c < classes; c++) {
      if (seen[c] > 0) {
        double before = counts.getDouble(c);
        for (int k = 0; k < channels; k++) {
          double mean = (sums[c][k] + before * vectors.getDouble(c, k)) / (before + seen[c]);
          result.vectors.putScalar(c, k, mean);
        }
        result.counts.putScalar(c, before + seen[c]);
      }
    }
    return result;
  }
}
