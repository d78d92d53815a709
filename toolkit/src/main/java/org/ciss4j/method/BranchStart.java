// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

/** From where a later step of {@link Rcil} begins. */
public enum BranchStart {
  /**
   * From the function that the step before has learnt: both branches are its merged ones, and new
   * classifiers make room beside the background as in MiB.
   */
  PRESERVING,

  /**
   * As in the official code: the second branch goes on from where it was, so that the network is a
   * quarter the first and three quarters the second branch of the step before, and new classifiers
   * have the background's weights and a random bias.
   */
  FAITHFUL
}
