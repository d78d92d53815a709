// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import org.ciss4j.common.CissException;

/**
 * The most probable of background and all classes; of equal ones the first wins.
 *
 * @param least below this probability a class is background; 0 for none
 */
public record SoftmaxDecision(float least) implements PieceDecision {

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
  public void label(LogitPieces.Piece piece, int[] labels) {
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
  }

  @Override
  public float[] probabilities(LogitPieces.Piece piece, int label) {
    float[] of = new float[piece.length()];
    piece.read(label, of);
    return probabilities(piece, of);
  }

  @Override
  public float[][] probabilities(LogitPieces.Piece piece) {
    float[][] of = new float[piece.outputs()][piece.length()];
    for (int k = 0; k < of.length; k++) {
      piece.read(k, of[k]);
    }
    for (int i = 0; i < piece.length(); i++) {
      normalise(of, i);
    }
    return of;
  }

  /** From logits to probabilities at a pixel. */
  private static void normalise(float[][] of, int pixel) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float[] z : of) {
      largest = Math.max(largest, z[pixel]);
    }
    double sum = 0;
    for (float[] z : of) {
      sum += Math.exp((double) z[pixel] - largest);
    }
    for (float[] z : of) {
      z[pixel] = (float) (Math.exp((double) z[pixel] - largest) / sum);
    }
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
