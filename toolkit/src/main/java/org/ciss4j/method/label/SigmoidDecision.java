// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import java.util.Arrays;
import org.ciss4j.common.CissException;

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
public record SigmoidDecision(double threshold) implements PieceDecision {

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

  /** Class by class. */
  @Override
  public void label(LogitPieces.Piece piece, int[] labels) {
    int start = piece.start();
    int length = piece.length();
    float[] ofClass = new float[length];
    float[] best = new float[length];
    // A logit safely below that of the threshold cannot win.
    Arrays.fill(best, (float) (Math.log(threshold / (1 - threshold)) - MARGIN));
    for (int c = 0; c < piece.outputs(); c++) {
      piece.read(c, ofClass);
      for (int i = 0; i < length; i++) {
        if (ofClass[i] > best[i] && wins(ofClass[i], best[i], labels[start + i])) {
          best[i] = ofClass[i];
          labels[start + i] = c + 1;
        }
      }
    }
  }

  @Override
  public float[] probabilities(LogitPieces.Piece piece, int label) {
    float[] ofClass = new float[piece.length()];
    piece.read(label - 1, ofClass);
    for (int i = 0; i < ofClass.length; i++) {
      ofClass[i] = probability(ofClass[i]);
    }
    return ofClass;
  }

  @Override
  public float[][] probabilities(LogitPieces.Piece piece) {
    float[][] ofLabels = new float[piece.outputs() + 1][];
    for (int label = 1; label < ofLabels.length; label++) {
      ofLabels[label] = probabilities(piece, label);
    }
    ofLabels[0] = none(ofLabels, 1);
    return ofLabels;
  }

  /** How probable it is that a pixel is of none of these, of which the most probable counts. */
  static float[] none(float[][] probabilities, int first) {
    float[] none = new float[probabilities[first].length];
    Arrays.fill(none, 1);
    for (int label = first; label < probabilities.length; label++) {
      for (int i = 0; i < none.length; i++) {
        none[i] = Math.min(none[i], 1 - probabilities[label][i]);
      }
    }
    return none;
  }

  @Override
  public Decision sure(float probability) {
    Ranges.fraction("probability", probability);
    // Above the number before is at least.
    return new SigmoidDecision(Math.max(threshold, Math.nextDown(probability)));
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

  /** In single precision. */
  static float probability(float logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }
}
