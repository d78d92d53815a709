// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.Arrays;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.MaskedScaling;
import org.ciss4j.graph.option.Activation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What of the gradient of a {@link ConvNorm}'s output reaches its convolution and its residual.
 * Inputs: the outputs of the op, and the gradient of the first. Outputs: the gradient of the
 * convolution, {@code factor act'(y) dy}, and, if there is a residual, its gradient, {@code act'(y)
 * dy}; {@code [N, H', W', O]} each.
 */
public final class ConvNormGradient extends JavaOp {
  /** For SameDiff. */
  public ConvNormGradient() {}

  ConvNormGradient(
      Activation activation,
      boolean residual,
      SDVariable y,
      SDVariable factors,
      SDVariable gradient) {
    super(y, factors, gradient);
    addIArgument(activation.code());
    addBArgument(residual);
  }

  @Override
  public int getNumOutputs() {
    return flag(0) ? 2 : 1;
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    long[][] shapes = new long[getNumOutputs()][];
    Arrays.fill(shapes, inputs[0].shape());
    return shapes;
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    Activation activation = Activation.of(intArgument(0));
    if (flag(0)) {
      MaskedScaling.mask(activation, inputs[0], inputs[2], outputs[1]);
      MaskedScaling.maskAndScale(Activation.NONE, inputs[0], outputs[1], inputs[1], outputs[0]);
    } else {
      MaskedScaling.maskAndScale(activation, inputs[0], inputs[2], inputs[1], outputs[0]);
    }
  }
}
