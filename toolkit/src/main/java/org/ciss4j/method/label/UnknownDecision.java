// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

/**
 * The most probable of background and classes of SSUL, where each channel is a sigmoid. If the
 * first one is the unknown, that is background too: the probability of the background is the sum of
 * the first two, which may be above 1. On probabilities in single precision, as in the official
 * code; of equal ones the first wins.
 *
 * @param unknown whether there is an unknown channel
 * @param least below this probability a class is background; 0 for none
 */
public record UnknownDecision(boolean unknown, float least) implements PieceDecision {

  /** The most probable, however improbable. */
  public UnknownDecision(boolean unknown) {
    this(unknown, 0);
  }

  /** The channel of the background. */
  private int ofBackground() {
    return unknown ? 1 : 0;
  }

  @Override
  public void label(LogitPieces.Piece piece, int[] labels) {
    float[] best = background(piece);
    float[] of = new float[best.length];
    for (int label = 1; label < piece.outputs() - ofBackground(); label++) {
      piece.read(label + ofBackground(), of);
      for (int i = 0; i < of.length; i++) {
        float probability = SigmoidDecision.probability(of[i]);
        if (probability > best[i] && probability >= least) {
          best[i] = probability;
          labels[piece.start() + i] = label;
        }
      }
    }
  }

  private float[] background(LogitPieces.Piece piece) {
    float[] sum = new float[piece.length()];
    float[] of = new float[piece.length()];
    for (int channel = ofBackground(); channel >= 0; channel--) {
      piece.read(channel, of);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += SigmoidDecision.probability(of[i]);
      }
    }
    return sum;
  }

  @Override
  public float[] probabilities(LogitPieces.Piece piece, int label) {
    // There all channels are classes, of which the first is 1.
    return new SigmoidDecision(0.5).probabilities(piece, label + ofBackground() + 1);
  }

  @Override
  public float[][] probabilities(LogitPieces.Piece piece) {
    float[][] ofLabels = new float[piece.outputs() - ofBackground()][];
    ofLabels[0] = background(piece);
    for (int i = 0; i < ofLabels[0].length; i++) {
      ofLabels[0][i] = Math.min(1, ofLabels[0][i]);
    }
    for (int label = 1; label < ofLabels.length; label++) {
      ofLabels[label] = probabilities(piece, label);
    }
    return ofLabels;
  }

  @Override
  public Decision sure(float probability) {
    Ranges.fraction("probability", probability);
    return new UnknownDecision(unknown, Math.max(least, probability));
  }
}
