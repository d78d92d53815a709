// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Sum;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code max(a + b, 0)}, the end of a residual block; a, b and the result have one shape. */
public final class AddRelu extends JavaOp {
  /** For SameDiff. */
  public AddRelu() {}

  AddRelu(SDVariable a, SDVariable b) {
    super(a, b);
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    expect(inputs[0].equalShapes(inputs[1]), "two arrays of one shape", inputs);
    return new long[][] {inputs[0].shape()};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    Sum.of(inputs[0], inputs[1], true, outputs[0]);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable gradient =
        new ReluGradient(outputVariables()[0], outputGradients.get(0)).outputVariable();
    return List.of(gradient, gradient);
  }
}
