// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Normalization;
import org.ciss4j.graph.option.Activation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation with given statistics, optionally followed by an activation: {@code scale (x
 * - mean) / sqrt(variance + epsilon) + shift}. What networks do at inference and, in CISS, in every
 * step after the first.
 *
 * <p>Inputs: x {@code [N, H, W, C]}, scale, shift, mean, variance {@code [C]}. Output: y {@code [N,
 * H, W, C]}. The statistics have no gradient: they are not trained.
 */
public final class FrozenBatchNorm extends JavaOp {
  /** For SameDiff. */
  public FrozenBatchNorm() {}

  FrozenBatchNorm(double epsilon, Activation activation, SDVariable... inputs) {
    super(inputs);
    addTArgument(epsilon);
    addIArgument(activation.code());
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    boolean vectors =
        Arrays.stream(inputs).skip(1).allMatch(input -> isVector(input, inputs[0].size(-1)));
    expect(
        inputs[0].rank() == 4 && vectors,
        "x [N, H, W, C], scale, shift, mean and variance [C]",
        inputs);
    return new long[][] {inputs[0].shape()};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    Normalization.of(inputs[0].shape(), inputs, 1, floatArgument(0), Activation.of(intArgument(0)))
        .apply(inputs[0], outputs[0]);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    List<SDVariable> result =
        new ArrayList<>(
            BatchNormGradient.of(
                floatArgument(0),
                true,
                Activation.of(intArgument(0)),
                arg(0),
                arg(1),
                arg(2),
                arg(3),
                arg(4),
                outputGradients.get(0)));
    result.add(getSameDiff().zerosLike(arg(3)));
    result.add(getSameDiff().zerosLike(arg(4)));
    return result;
  }
}
