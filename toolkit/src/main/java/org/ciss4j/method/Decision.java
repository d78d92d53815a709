// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How the logits of a network become labels. */
@FunctionalInterface
public interface Decision {
  /**
   * Labels every pixel.
   *
   * @param classLogits float {@code [N, C, H, W]} of the classes in order
   * @return N H W labels, image by image, row by row: 0 background, c for the c-th class
   */
  int[] labels(INDArray classLogits);
}
