// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Labels as channels of a network whose first channel is the unknown (SSUL): 0 unknown, 1
 * background, k + 1 the k-th class, 255 left out. Unknown is what no label names and what stands
 * out all the same.
 */
final class UnknownLabels {
  private UnknownLabels() {}

  /**
   * Labels for training.
   *
   * @param label INT32 of any shape: 0 background or unknown, 1..C classes, 255 left out
   * @param salient INT32 of the same shape, above 0 where something stands out, as in PASCAL VOC;
   *     null if all that is not labelled is unknown, as in ADE20K
   */
  static INDArray of(INDArray label, @Nullable INDArray salient) {
    int[] labels = PseudoLabels.Completed.numbers(label);
    int[] standsOut = salient == null ? null : PseudoLabels.Completed.numbers(salient);
    for (int i = 0; i < labels.length; i++) {
      boolean unknown =
          labels[i] == LabelSpace.BACKGROUND && (standsOut == null || standsOut[i] > 0);
      if (!unknown && labels[i] != LabelSpace.VOID) {
        labels[i]++;
      }
    }
    return Nd4j.createFromArray(labels).reshape(label.shape());
  }
}
