// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Two branches of a network as one map (Zhang et al., CVPR 2022, "RCIL"): in training, each channel
 * is that of the first branch, that of the second, or the mean of both, a third each; else the
 * mean.
 */
public final class DropPath {
  /** As the official code has it: a little less than a third. */
  private static final double FIRST = 0.33;

  private static final double SECOND = 0.66;

  private DropPath() {}

  /**
   * The mixture in training.
   *
   * @param first float {@code [N, H, W, C]}
   * @param second the same
   * @param chance float {@code [C]}, uniform between 0 and 1; the same for all images
   */
  public static SDVariable mixed(SDVariable first, SDVariable second, SDVariable chance) {
    SDVariable one = chance.lt(FIRST).castTo(DataType.FLOAT);
    SDVariable both = chance.gte(SECOND).castTo(DataType.FLOAT).div(2);
    SDVariable other = one.add(both).mul(-1).add(1);
    return first.mul(one.add(both)).add(second.mul(other));
  }

  /** The mixture out of training. */
  public static SDVariable mean(SDVariable first, SDVariable second) {
    return first.add(second).div(2);
  }
}
