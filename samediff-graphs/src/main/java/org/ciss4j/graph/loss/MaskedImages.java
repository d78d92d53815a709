// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What LSKD shows the teacher besides the images as they are: images of which a part of the pixels
 * is 0, which is the mean colour.
 */
final class MaskedImages {
  private static final int VOID = LossInputs.VOID;

  private MaskedImages() {}

  /**
   * Images without their pixels of background and old classes.
   *
   * @param oldOutputs how many labels, from 0 on, are background or old
   */
  static View withoutOld(int oldOutputs) {
    return View.named("without_old", (image, label) -> withoutOld(image, label, oldOutputs));
  }

  /** Images without their pixels of new classes. */
  static View withoutNew(int oldOutputs) {
    return View.named("without_new", (image, label) -> withoutNew(image, label, oldOutputs));
  }

  /**
   * An image without its pixels of background and old classes, which are 0; those of void stay.
   *
   * @param image float {@code [N, 3, H, W]}
   */
  static INDArray withoutOld(INDArray image, INDArray label, int oldOutputs) {
    return without(image, label, 0, oldOutputs);
  }

  /** {@link #withoutOld} of the pixels of new classes. */
  static INDArray withoutNew(INDArray image, INDArray label, int oldOutputs) {
    return without(image, label, oldOutputs, VOID);
  }

  private static INDArray without(INDArray image, INDArray label, int first, int end) {
    int[] labels = label.dup('c').data().asInt();
    float[] kept = new float[labels.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = labels[i] >= first && labels[i] < end ? 0 : 1;
    }
    long[] shape = {label.size(0), 1, label.size(1), label.size(2)};
    return image.mul(Nd4j.createFromArray(kept).reshape(shape));
  }
}
