// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import org.ciss4j.graph.kernel.ResizedMaps;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the logits of a network become labels. Logits are those of {@link
 * org.ciss4j.graph.model.Endpoint#CLASS_LOGITS}.
 */
public interface Decision {
  /**
   * Labels every pixel.
   *
   * @param logits float {@code [N, K, H, W]} of all classes in order, and before them of the
   *     background if the network has such a channel
   * @return N H W labels, image by image, row by row: 0 background, c for the c-th class
   */
  int[] labels(INDArray logits);

  /**
   * How probable a class is at every pixel.
   *
   * @param logits float {@code [N, K, H, W]}, as for {@link #labels}
   * @param label of the class, from 1
   * @return N H W probabilities, image by image, row by row
   */
  float[] probabilities(INDArray logits, int label);

  /**
   * {@link #labels(INDArray)} of logits that are resized to the image first; by rows where a
   * decision can do that, so that no large map is made.
   *
   * @param small float {@code [N, K, h, w]}, contiguous
   */
  default int[] labels(INDArray small, int height, int width) {
    try (INDArray large = ResizedMaps.resized(small, height, width)) {
      return labels(large);
    }
  }

  /**
   * {@link #probabilities(INDArray, int)} of logits that are resized to the image first.
   *
   * @param small float {@code [N, K, h, w]}, contiguous
   */
  default float[] probabilities(INDArray small, int height, int width, int label) {
    try (INDArray large = ResizedMaps.resized(small, height, width)) {
      return probabilities(large, label);
    }
  }

  /** Told how probable labels are at some pixels; from several threads. */
  @FunctionalInterface
  interface Probabilities {
    /**
     * Takes note of pixels in a row, image by image and row by row.
     *
     * @param start number of the first
     * @param ofLabels {@code [C + 1][pixels]}
     */
    void of(int start, float[][] ofLabels);
  }

  /**
   * How probable all labels are at every pixel of logits that are resized to the image first; by
   * rows where a decision can do that, so that nothing large is made.
   *
   * <p>The background has what its channel says, if there is one. If there is none, it is as
   * probable as the most probable class is not. More than 1 is told as 1.
   *
   * @param small float {@code [N, K, h, w]}, contiguous
   * @param classes C: labels are 0 to C
   */
  default void probabilities(
      INDArray small, int height, int width, int classes, Probabilities told) {
    float[][] ofLabels = new float[classes + 1][];
    for (int label = 1; label <= classes; label++) {
      ofLabels[label] = probabilities(small, height, width, label);
    }
    ofLabels[0] = SigmoidDecision.none(ofLabels, 1);
    told.of(0, ofLabels);
  }

  /**
   * The same that labels pixels with 0 where the class has a lower probability than this: the
   * higher it is, the fewer pixels are labelled, and none that this decision does not label.
   *
   * @param probability 0 to 1; 0 changes nothing
   * @throws org.ciss4j.common.CissException of kind usage if it is not
   */
  Decision sure(float probability);
}
