// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.config;

import org.ciss4j.graph.option.Precision;
import org.jspecify.annotations.Nullable;

/**
 * What is trained.
 *
 * @param backbone its name
 * @param outputStride pixels of the image per pixel of the feature map: 8, 16 or 32
 * @param freezeBn whether normalisations that come from the weights file keep their statistics,
 *     scales and shifts in the first step as well, which small data needs; later, all do
 * @param weights file that the first step starts from; null for random weights
 * @param partialWeights whether that file may lack parameters, or have some of no use
 * @param precision of the factors of convolutions
 */
public record ModelConfig(
    String backbone,
    int outputStride,
    boolean freezeBn,
    @Nullable String weights,
    boolean partialWeights,
    Precision precision) {

  /** A network of 32-bit floats. */
  public ModelConfig(
      String backbone,
      int outputStride,
      boolean freezeBn,
      @Nullable String weights,
      boolean partialWeights) {
    this(backbone, outputStride, freezeBn, weights, partialWeights, Precision.FLOAT32);
  }

  /** A backbone as in the paper: output stride 16, normalisation trained in the first step. */
  public static ModelConfig of(String backbone) {
    return new ModelConfig(backbone, 16, false, null, false);
  }

  /** The same with this backbone. */
  public ModelConfig withBackbone(String name) {
    return new ModelConfig(name, outputStride, freezeBn, weights, partialWeights, precision);
  }

  /** The same at this output stride. */
  public ModelConfig withOutputStride(int stride) {
    return new ModelConfig(backbone, stride, freezeBn, weights, partialWeights, precision);
  }

  /** The same with the weights file's normalisations frozen in the first step as well, or not. */
  public ModelConfig withFreezeBn(boolean freeze) {
    return new ModelConfig(backbone, outputStride, freeze, weights, partialWeights, precision);
  }

  /** The same with its convolutions in another precision. */
  public ModelConfig withPrecision(Precision other) {
    return new ModelConfig(backbone, outputStride, freezeBn, weights, partialWeights, other);
  }

  /**
   * The same with the first step starting from a file.
   *
   * @param partial whether the file may lack parameters, or have some of no use
   */
  public ModelConfig withWeights(String file, boolean partial) {
    return new ModelConfig(backbone, outputStride, freezeBn, file, partial, precision);
  }
}
