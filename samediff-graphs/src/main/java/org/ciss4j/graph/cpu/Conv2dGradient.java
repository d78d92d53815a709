// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Convolution;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A gradient of {@link Conv2d}. Inputs: those of the convolution, and the gradient of its output.
 */
abstract class Conv2dGradient extends JavaOp {
  /** For SameDiff. */
  Conv2dGradient() {}

  Conv2dGradient(ConvOptions options, SDVariable input, SDVariable weights, SDVariable gradient) {
    super(input, weights, gradient);
    addIArgument(options.arguments());
  }

  /** What is differentiated. */
  final Convolution convolution(INDArray[] inputs) {
    return Convolution.of(inputs[0], inputs[1], ConvOptions.of(iArgs()), false);
  }

  /** Rounded copies. */
  @Override
  protected long temporaryBytes(INDArray[] inputs) {
    return convolution(inputs).roundedBytes();
  }
}
