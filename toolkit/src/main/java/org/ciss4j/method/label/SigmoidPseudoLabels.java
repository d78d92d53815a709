// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pseudo-labels of SSUL (Cha et al., NeurIPS 2021): what a step's labels leave open gets the
 * channel of which the teacher is surest, if that is a class and sure enough; else it stays as it
 * is. Channels that are no class come first: the background, and before it the unknown, if there is
 * such a channel.
 */
public final class SigmoidPseudoLabels {
  private final int notClasses;
  private final SigmoidDecision surest;

  /**
   * For networks with so many channels that are no class.
   *
   * @param notClasses how many channels, and labels, are no class
   * @param threshold least probability of a pseudo-label, as the official code has it 0.7
   */
  public SigmoidPseudoLabels(int notClasses, float threshold) {
    this.notClasses = notClasses;
    // Of a decision all channels are classes, which have to be above its threshold.
    this.surest = new SigmoidDecision(Math.nextDown(threshold));
  }

  /**
   * Completes labels.
   *
   * @param labels channels of N H W pixels, 255 left out; changed
   * @param small logits of the teacher, float {@code [N, K, h, w]}, resized to the image row by row
   * @param height H
   * @param width W
   */
  public void complete(int[] labels, INDArray small, int height, int width) {
    int[] channels = surest.labels(small, height, width);
    for (int i = 0; i < labels.length; i++) {
      int channel = channels[i] - 1;
      if (labels[i] < notClasses && channel >= notClasses) {
        labels[i] = channel;
      }
    }
  }
}
