// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ciss4j.scenario.CissException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

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

  /** Pixels that are labelled by one thread at a time. */
  private static final int PIECE = 1 << 12;

  /** Below this logit, probabilities of logits that differ by the margin differ too. */
  private static final float STEEP = 8;

  private static final double MARGIN = 1e-3;

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
    int[] labels = new int[(int) classLogits.size(0) * pixels];
    boolean rowByRow = Shape.hasDefaultStridesForShape(classLogits) && !classLogits.isView();
    INDArray logits = rowByRow ? classLogits : classLogits.dup('c');
    try {
      FloatBuffer values = logits.data().asNioFloat();
      IntStream.range(0, (labels.length + PIECE - 1) / PIECE)
          .parallel()
          .forEach(piece -> label(values, classes, pixels, piece * PIECE, labels));
    } finally {
      Reference.reachabilityFence(logits); // a copy must outlive its buffer
    }
    return labels;
  }

  /** Labels pixels from {@code first}, class by class, as their logits lie in memory. */
  private void label(FloatBuffer logits, int classes, int pixels, int first, int[] labels) {
    int end = Math.min(labels.length, first + PIECE);
    float[] ofClass = new float[PIECE];
    float[] best = new float[PIECE];
    for (int start = first; start < end; ) {
      int image = start / pixels;
      int length = Math.min(end, (image + 1) * pixels) - start;
      // A logit safely below that of the threshold cannot win.
      Arrays.fill(best, (float) (Math.log(threshold / (1 - threshold)) - MARGIN));
      for (int c = 0; c < classes; c++) {
        logits.get((image * classes + c) * pixels + start % pixels, ofClass, 0, length);
        for (int i = 0; i < length; i++) {
          if (ofClass[i] > best[i] && wins(ofClass[i], best[i], labels[start + i])) {
            best[i] = ofClass[i];
            labels[start + i] = c + 1;
          }
        }
      }
      start += length;
    }
  }

  /**
   * Whether a logit above the best so far is also of a larger probability.
   *
   * @param label whose logit is the best so far; 0 if none is above the threshold
   */
  private boolean wins(float logit, float best, int label) {
    if (logit < STEEP && logit - best > 2 * MARGIN) {
      return true;
    }
    return probability(logit) > (label == 0 ? (float) threshold : probability(best));
  }

  private static float probability(float logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }
}
