// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

/** Who labels the images that {@code Recall} replays. */
public enum ReplayLabels {
  /**
   * As in the official code: for classes of the base step its network, for each later one a decoder
   * on the same encoder that was trained beside the step of the class to know its classes alone.
   */
  HELPER,

  /** The network of the step before. */
  MODEL
}
