// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.option;

/** By whose sign a logit is split into its positive and its negative reasoning score. */
public enum SignRule {
  /**
   * By the sign of each product f w: the definition of the DKD paper (equation 6), for features of
   * any sign.
   */
  PRODUCT,
  /**
   * By the sign of the weight: what the official code computes. Equal to {@link #PRODUCT} for
   * non-negative features, such as those behind a ReLU.
   */
  WEIGHT
}
