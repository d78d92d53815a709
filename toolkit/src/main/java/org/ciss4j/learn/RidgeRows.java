// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.Map;
import java.util.Objects;
import org.ciss4j.graph.model.Endpoint;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a regression reads of the positions of some images.
 *
 * @param numbers float {@code [images, rows, columns, features]}, the last feature being 1, whose
 *     weight is the bias
 */
record RidgeRows(float[] numbers, int rows, int columns) {
  /** Of what classifiers see, {@link Endpoint#CLASSIFIED}. */
  static RidgeRows of(Map<Endpoint, INDArray> said) {
    INDArray seen = Objects.requireNonNull(said.get(Endpoint.CLASSIFIED));
    int length = (int) seen.size(3);
    float[] features = floats(seen);
    int count = features.length / length;
    float[] numbers = new float[count * (length + 1)];
    for (int i = 0; i < count; i++) {
      System.arraycopy(features, i * length, numbers, i * (length + 1), length);
      numbers[i * (length + 1) + length] = 1;
    }
    return new RidgeRows(numbers, (int) seen.size(1), (int) seen.size(2));
  }

  static float[] floats(INDArray array) {
    try (INDArray ordered = array.dup('c')) {
      return ordered.data().asFloat();
    }
  }
}
