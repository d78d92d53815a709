// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

/**
 * Two branches of a network as one map (Zhang et al., CVPR 2022, "RCIL"): in training, each channel
 * is that of the first branch, that of the second, or the mean of both, a third each, and the same
 * for all images of a batch.
 */
public final class DropPath {
  /** As the official code has it: a little less than a third. */
  private static final double FIRST = 0.33;

  private static final double SECOND = 0.66;

  /** Out of training both branches have half. */
  public static final double MEAN = 0.5;

  private DropPath() {}

  /**
   * The share of the first branch in a channel; the second has the rest.
   *
   * @param chance uniform between 0 and 1
   */
  public static double share(double chance) {
    if (chance < FIRST) {
      return 1;
    }
    return chance < SECOND ? 0 : MEAN;
  }

  /**
   * The shares of all channels of a layer.
   *
   * @param layer its name: other layers drop other channels
   * @param seed of the batch
   */
  static float[] shares(String layer, int channels, long seed) {
    Initializer shares = DropPath::share;
    return shares.values(channels, Initializer.mix(seed ^ Initializer.mix(layer.hashCode())));
  }
}
