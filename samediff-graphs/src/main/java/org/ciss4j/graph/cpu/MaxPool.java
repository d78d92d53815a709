// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Pooling;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.option.PoolOptions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Max pooling with square windows: {@code [N, H, W, C] -> [N, H', W', C]}, and which elements won
 * (bytes, opaque).
 */
public final class MaxPool extends JavaOp {
  /** For SameDiff. */
  public MaxPool() {}

  MaxPool(int kernel, int stride, int padding, SDVariable x) {
    super(x);
    PoolOptions.check(kernel, stride, padding);
    addIArgument(kernel, stride, padding);
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
    expect(inputs[0].rank() == 4, "x [N, H, W, C]", inputs);
    Pooling pooling = pooling(inputs[0]);
    return new long[][] {pooling.outputShape(), {pooling.winnerBytes()}};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    pooling(inputs[0])
        .forward()
        .execute(
            HostMemory.map(inputs[0]), HostMemory.map(outputs[0]), HostMemory.bytes(outputs[1]));
  }

  private Pooling pooling(INDArray x) {
    return Pooling.of(x, intArgument(0), intArgument(1), intArgument(2));
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    return List.of(
        new MaxPoolGradient(
                intArgument(0),
                intArgument(1),
                intArgument(2),
                arg(0),
                outputVariables()[1],
                outputGradients.get(0))
            .outputVariable());
  }
}
