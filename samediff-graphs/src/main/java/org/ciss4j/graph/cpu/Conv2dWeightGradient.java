// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import org.ciss4j.graph.kernel.TapWeightGradient;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradient of {@link Conv2d} with respect to its weights. Inputs: those of the convolution, and the
 * gradient of its output.
 */
public final class Conv2dWeightGradient extends Conv2dGradient {
  /** For SameDiff. */
  public Conv2dWeightGradient() {}

  Conv2dWeightGradient(
      ConvOptions options, SDVariable input, SDVariable weights, SDVariable gradient) {
    super(options, input, weights, gradient);
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    return List.of(inputTypes.get(1));
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    return new long[][] {inputs[1].shape()};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    convolution(inputs).weightGradient(inputs[0], inputs[2], outputs[0]);
  }

  /** What {@link TapWeightGradient} cuts out of both maps, and its sums; or rounded copies. */
  @Override
  protected long temporaryBytes(INDArray[] inputs) {
    long maps = Float.BYTES * (inputs[0].length() + inputs[2].length());
    long copies = inputs[0].dataType() == DataType.FLOAT ? 0 : maps;
    long cut = convolution(inputs).isWide() ? copies + maps + Float.BYTES * inputs[1].length() : 0;
    return cut + super.temporaryBytes(inputs);
  }
}
