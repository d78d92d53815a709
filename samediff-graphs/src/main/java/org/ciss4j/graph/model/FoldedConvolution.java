// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A convolution with a bias that does what a convolution and the frozen normalisation behind it do.
 *
 * @param weight float {@code [O, C, kH, kW]}
 * @param bias float {@code [O]}
 */
public record FoldedConvolution(INDArray weight, INDArray bias) {

  /**
   * Folds a normalisation into what is before it.
   *
   * @param scale of the normalisation, like all that follows float {@code [O]}
   */
  public FoldedConvolution folded(
      INDArray scale, INDArray shift, INDArray mean, INDArray variance, double epsilon) {
    INDArray factor = scale.div(Transforms.sqrt(variance.add(epsilon)));
    INDArray perOutput = factor.reshape(factor.length(), 1, 1, 1);
    return new FoldedConvolution(
        weight.mul(perOutput), shift.sub(mean.mul(factor)).add(bias.mul(factor)));
  }

  /**
   * The mean of two branches on the same map, as one convolution: how RCIL merges the branches of a
   * step before the next one.
   */
  public FoldedConvolution mean(FoldedConvolution other) {
    return new FoldedConvolution(weight.add(other.weight).div(2), bias.add(other.bias).div(2));
  }
}
