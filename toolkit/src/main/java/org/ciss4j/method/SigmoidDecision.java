// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
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

  /** Pixels that are labelled by one thread at a time. */
  private static final int PIECE = 1 << 12;

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
    INDArray logits = classLogits.dup('c');
    int classes = (int) logits.size(1);
    int pixels = (int) (logits.size(2) * logits.size(3));
    FloatBuffer values = logits.data().asNioFloat();
    int[] labels = new int[(int) logits.size(0) * pixels];
    IntStream.range(0, (labels.length + PIECE - 1) / PIECE)
        .parallel()
        .forEach(piece -> label(values, classes, pixels, piece * PIECE, labels));
    logits.close();
    return labels;
  }

  /** Labels pixels from {@code first}, class by class, as their logits lie in memory. */
  private void label(FloatBuffer logits, int classes, int pixels, int first, int[] labels) {
    int end = Math.min(labels.length, first + PIECE);
    float[] ofClass = new float[PIECE];
    float[] bestLogit = new float[PIECE];
    float[] best = new float[PIECE];
    // A logit safely below that of the threshold cannot win; most are, and their sigmoid need not
    // be computed. No more can one that is not above the best so far.
    Arrays.fill(bestLogit, (float) (Math.log(threshold / (1 - threshold)) - 1e-3));
    Arrays.fill(best, (float) threshold);
    for (int start = first; start < end; ) {
      int image = start / pixels;
      int length = Math.min(end, (image + 1) * pixels) - start;
      for (int c = 0; c < classes; c++) {
        logits.get((image * classes + c) * pixels + start % pixels, ofClass, 0, length);
        for (int i = 0; i < length; i++) {
          int at = start - first + i;
          if (ofClass[i] > bestLogit[at]) {
            float probability = (float) (1 / (1 + Math.exp(-ofClass[i])));
            if (probability > best[at]) {
              best[at] = probability;
              bestLogit[at] = ofClass[i];
              labels[start + i] = c + 1;
            }
          }
        }
      }
      start += length;
    }
  }
}
