// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import org.ciss4j.scenario.CissException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The most probable of background and all classes; of equal ones the first wins.
 *
 * @param least below this probability a class is background; 0 for none
 */
public record SoftmaxDecision(float least) implements Decision {

  /**
   * Checks the probability.
   *
   * @throws CissException of kind usage if it is not between 0 and 1
   */
  public SoftmaxDecision {
    Ranges.fraction("least", least);
  }

  /** The most probable output, however improbable. */
  public SoftmaxDecision() {
    this(0);
  }

  @Override
  public int[] labels(INDArray logits) {
    return labels(LogitPieces.of(logits));
  }

  @Override
  public int[] labels(INDArray small, int height, int width) {
    return labels(new LogitPieces(small, height, width));
  }

  int[] labels(LogitPieces logits) {
    int[] labels = new int[logits.pixels()];
    logits.forEach(
        piece -> {
          float[] of = new float[piece.length()];
          float[] best = new float[piece.length()];
          int start = piece.start();
          piece.read(0, best);
          for (int k = 1; k < piece.outputs(); k++) {
            piece.read(k, of);
            for (int i = 0; i < of.length; i++) {
              if (of[i] > best[i]) {
                best[i] = of[i];
                labels[start + i] = k;
              }
            }
          }
          if (least > 0) {
            float[] probabilities = probabilities(piece, best);
            for (int i = 0; i < of.length; i++) {
              labels[start + i] = probabilities[i] >= least ? labels[start + i] : 0;
            }
          }
        });
    return labels;
  }

  @Override
  public float[] probabilities(INDArray logits, int label) {
    return probabilities(LogitPieces.of(logits), label);
  }

  @Override
  public float[] probabilities(INDArray small, int height, int width, int label) {
    return probabilities(new LogitPieces(small, height, width), label);
  }

  private static float[] probabilities(LogitPieces logits, int label) {
    float[] result = new float[logits.pixels()];
    logits.forEach(
        piece -> {
          float[] of = new float[piece.length()];
          piece.read(label, of);
          float[] probabilities = probabilities(piece, of);
          System.arraycopy(probabilities, 0, result, piece.start(), of.length);
        });
    return result;
  }

  /** {@code exp(z) / sum_k exp(z_k)}, as {@code 1 / sum_k exp(z_k - z)}. */
  private static float[] probabilities(LogitPieces.Piece piece, float[] z) {
    float[] of = new float[z.length];
    double[] sum = new double[z.length];
    for (int k = 0; k < piece.outputs(); k++) {
      piece.read(k, of);
      for (int i = 0; i < of.length; i++) {
        sum[i] += Math.exp((double) of[i] - z[i]);
      }
    }
    for (int i = 0; i < of.length; i++) {
      of[i] = (float) (1 / sum[i]);
    }
    return of;
  }

  @Override
  public Decision sure(float probability) {
    Ranges.fraction("probability", probability);
    return new SoftmaxDecision(Math.max(least, probability));
  }
}
