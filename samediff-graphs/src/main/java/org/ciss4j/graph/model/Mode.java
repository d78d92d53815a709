// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

/**
 * How a network runs.
 *
 * @param batchStatistics whether normalisation uses (and follows) the statistics of the batch, or
 *     the frozen running ones
 * @param dropout rate of the dropout before the last convolution; 0 for none
 */
public record Mode(boolean batchStatistics, double dropout) {
  /** The first step of a scenario: batch statistics, dropout 0.1. */
  public static final Mode BASE_STEP = new Mode(true, 0.1);

  /** Every later step: normalisation frozen, dropout off, as in the official code of DKD. */
  public static final Mode LATER_STEP = new Mode(false, 0);

  /** Inference computes what later steps compute. */
  public static final Mode INFERENCE = LATER_STEP;

  /** The same with normalisation frozen. */
  public Mode withoutBatchStatistics() {
    return new Mode(false, dropout);
  }

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if the rate is not in [0, 1)
   */
  public Mode {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("expected a dropout rate in [0, 1), got " + dropout);
    }
  }
}
