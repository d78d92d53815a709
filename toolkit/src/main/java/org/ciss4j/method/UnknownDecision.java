// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

/**
 * The most probable of background and classes of a network whose first channel is the unknown,
 * which is background too (SSUL): each channel is a sigmoid, and the probability of the background
 * is the sum of the first two, which may be above 1. On probabilities in single precision, as in
 * the official code; of equal ones the first wins.
 *
 * @param least below this probability a class is background; 0 for none
 */
record UnknownDecision(float least) implements PieceDecision {

  /** The most probable, however improbable. */
  UnknownDecision() {
    this(0);
  }

  @Override
  public void label(LogitPieces.Piece piece, int[] labels) {
    float[] best = background(piece);
    float[] of = new float[best.length];
    for (int label = 1; label < piece.outputs() - 1; label++) {
      piece.read(label + 1, of);
      for (int i = 0; i < of.length; i++) {
        float probability = SigmoidDecision.probability(of[i]);
        if (probability > best[i] && probability >= least) {
          best[i] = probability;
          labels[piece.start() + i] = label;
        }
      }
    }
  }

  private static float[] background(LogitPieces.Piece piece) {
    float[] unknown = new float[piece.length()];
    float[] background = new float[piece.length()];
    piece.read(0, unknown);
    piece.read(1, background);
    for (int i = 0; i < unknown.length; i++) {
      background[i] =
          SigmoidDecision.probability(background[i]) + SigmoidDecision.probability(unknown[i]);
    }
    return background;
  }

  @Override
  public float[] probabilities(LogitPieces.Piece piece, int label) {
    // Before the class there are the unknown and the background.
    return new SigmoidDecision(0.5).probabilities(piece, label + 2);
  }

  @Override
  public Decision sure(float probability) {
    Ranges.fraction("probability", probability);
    return new UnknownDecision(Math.max(least, probability));
  }
}
