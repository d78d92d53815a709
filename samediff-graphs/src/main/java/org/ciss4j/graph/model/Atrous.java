// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;

/**
 * The strides and dilations of a backbone's stages at a given output stride (Chen et al. 2017).
 *
 * <p>Stages halve the map until it is as coarse as the output stride allows; where a further one
 * would, it keeps the size and dilates what follows instead. The convolution that lost its stride
 * keeps the dilation of the stage before and those behind it get twice that, so that the network
 * computes the same function on a finer grid: exactly what it learnt on ImageNet.
 */
final class Atrous {
  /** The output strides there are; 32 is the classification network itself. */
  private static final List<Integer> OUTPUT_STRIDES = List.of(8, 16, 32);

  private final int outputStride;
  private int stride;
  private int dilation = 1;

  /**
   * One stage.
   *
   * @param stride of its first block
   * @param firstDilation of its first block
   * @param dilation of its further blocks
   */
  record Stage(int stride, int firstDilation, int dilation) {}

  /**
   * Plans what follows a stem.
   *
   * @param stemStride pixels of the image per pixel behind the stem
   */
  Atrous(int outputStride, int stemStride) {
    this.outputStride = outputStride;
    this.stride = stemStride;
  }

  /**
   * Checks an output stride.
   *
   * @throws IllegalArgumentException if it is not 8, 16 or 32
   */
  static void requireOutputStride(int outputStride) {
    if (!OUTPUT_STRIDES.contains(outputStride)) {
      throw new IllegalArgumentException(
          "expected an output stride of 8, 16 or 32, got " + outputStride);
    }
  }

  /** The next stage, whose stride in the classification network is 1 or 2. */
  Stage next(int nominalStride) {
    int before = dilation;
    if (stride < outputStride) {
      stride *= nominalStride;
      return new Stage(nominalStride, before, before);
    }
    dilation *= nominalStride;
    return new Stage(1, before, dilation);
  }
}
