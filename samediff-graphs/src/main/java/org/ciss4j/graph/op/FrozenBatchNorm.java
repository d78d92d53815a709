// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation with given statistics, optionally followed by ReLU: {@code scale (x - mean) /
 * sqrt(variance + epsilon) + shift}. What networks do at inference and, in CISS, in every step
 * after the first.
 *
 * <p>Inputs: x {@code [N, H, W, C]}, scale, shift, mean, variance {@code [C]}. Outputs: y {@code
 * [N, H, W, C]} and the ReLU's mask (bytes, opaque). The statistics have no gradient: they are not
 * trained.
 */
public final class FrozenBatchNorm extends JavaOp {
  static final String NAME = "ciss_frozen_batch_norm";

  /** For SameDiff. */
  public FrozenBatchNorm() {}

  FrozenBatchNorm(double epsilon, boolean relu, SDVariable... inputs) {
    super(inputs);
    addTArgument(epsilon);
    addBArgument(relu);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public int getNumOutputs() {
    return 2;
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    return List.of(inputTypes.get(0), DataType.INT8);
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    boolean vectors =
        Arrays.stream(inputs).skip(1).allMatch(input -> isVector(input, inputs[0].size(-1)));
    expect(
        inputs[0].rank() == 4 && vectors,
        "x [N, H, W, C], scale, shift, mean and variance [C]",
        inputs);
    return new long[][] {inputs[0].shape(), {normalization(inputs[0]).maskBytes()}};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    Normalization normalization = normalization(inputs[0]);
    List<Pointer> data = new ArrayList<>();
    for (INDArray input : inputs) {
      data.add(HostMemory.floats(input));
    }
    data.add(HostMemory.floats(outputs[0]));
    if (normalization.relu()) {
      data.add(HostMemory.bytes(outputs[1]));
    }
    normalization.forward().execute(data.toArray(Pointer[]::new));
  }

  private Normalization normalization(INDArray x) {
    return Normalization.of(x.shape(), floatArgument(0), true, flag(0));
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    List<SDVariable> result =
        new ArrayList<>(
            BatchNormGradient.of(
                floatArgument(0),
                true,
                flag(0),
                arg(0),
                arg(1),
                arg(3),
                arg(4),
                outputVariables()[1],
                outputGradients.get(0)));
    result.add(getSameDiff().zerosLike(arg(3)));
    result.add(getSameDiff().zerosLike(arg(4)));
    return result;
  }
}
