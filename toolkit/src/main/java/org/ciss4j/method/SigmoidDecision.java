// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import org.ciss4j.scenario.CissException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The most probable class if its probability is above a threshold, else background (DKD, equation
 * 12).
 *
 * <p>As in the official code the comparison is strict (p = threshold is background; the paper has
 * it the other way round), it is made on probabilities in single precision, and of equal ones the
 * first class wins.
 *
 * @param threshold τ, between 0 and 1
 */
public record SigmoidDecision(double threshold) implements Decision {

  /**
   * Checks the threshold.
   *
   * @throws CissException of kind usage if the threshold is not between 0 and 1
   */
  public SigmoidDecision {
    Ranges.probability("the threshold tau", threshold);
  }

  @Override
  public int[] labels(INDArray classLogits) {
    int classes = (int) classLogits.size(1);
    int pixels = (int) (classLogits.size(2) * classLogits.size(3));
    float[] logits = classLogits.dup('c').data().asFloat();
    int[] labels = new int[logits.length / classes];
    for (int i = 0; i < labels.length; i++) {
      int start = i / pixels * classes * pixels + i % pixels;
      labels[i] = label(logits, start, pixels, classes);
    }
    return labels;
  }

  private int label(float[] logits, int start, int stride, int classes) {
    // A logit safely below that of the threshold cannot win; most are, and their sigmoid need not
    // be computed.
    double hopeless = Math.log(threshold / (1 - threshold)) - 1e-3;
    float best = (float) threshold;
    int label = 0;
    for (int c = 0; c < classes; c++) {
      float logit = logits[start + c * stride];
      if (logit > hopeless) {
        float probability = (float) (1 / (1 + Math.exp(-logit)));
        if (probability > best) {
          best = probability;
          label = c + 1;
        }
      }
    }
    return label;
  }
}
