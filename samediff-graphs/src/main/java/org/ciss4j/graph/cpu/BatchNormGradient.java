// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Normalization;
import org.ciss4j.graph.option.Activation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradient of {@link BatchNorm} and {@link FrozenBatchNorm}. Inputs: x, scale, shift, mean,
 * variance, gradient of y. Outputs: the gradients of x, scale and shift.
 */
public final class BatchNormGradient extends JavaOp {
  /** For SameDiff. */
  public BatchNormGradient() {}

  private BatchNormGradient(
      double epsilon, boolean frozen, Activation activation, SDVariable... inputs) {
    super(inputs);
    addTArgument(epsilon);
    addIArgument(activation.code());
    addBArgument(frozen);
  }

  static List<SDVariable> of(
      double epsilon, boolean frozen, Activation activation, SDVariable... inputs) {
    return List.of(new BatchNormGradient(epsilon, frozen, activation, inputs).outputVariables());
  }

  @Override
  public int getNumOutputs() {
    return 3;
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    return List.of(inputTypes.get(0), DataType.FLOAT, DataType.FLOAT);
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    return new long[][] {inputs[0].shape(), inputs[1].shape(), inputs[1].shape()};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    Normalization.of(inputs[0].shape(), inputs, 1, floatArgument(0), Activation.of(intArgument(0)))
        .gradient(inputs[0], inputs[5], flag(0), outputs[0], outputs[1], outputs[2]);
  }
}
