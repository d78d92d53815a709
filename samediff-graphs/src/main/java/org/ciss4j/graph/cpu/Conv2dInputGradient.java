// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradient of {@link Conv2d} with respect to its input. Inputs: those of the convolution, and the
 * gradient of its output.
 */
public final class Conv2dInputGradient extends Conv2dGradient {
  /** For SameDiff. */
  public Conv2dInputGradient() {}

  Conv2dInputGradient(
      ConvOptions options, SDVariable input, SDVariable weights, SDVariable gradient) {
    super(options, input, weights, gradient);
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    convolution(inputs).inputGradient(inputs[1], inputs[2], outputs[0]);
  }
}
