// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code 1 / (1 + exp(-x))} element by element, for targets and predictions. */
public final class Sigmoid extends JavaOp {
  static final String NAME = "ciss_sigmoid";

  /** For SameDiff. */
  public Sigmoid() {}

  Sigmoid(SDVariable x) {
    super(x);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    return new long[][] {inputs[0].shape()};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    Elementwise.SIGMOID.apply(inputs[0], outputs[0]);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable y = outputVariables()[0];
    return List.of(outputGradients.get(0).mul(y.sub(y.mul(y))));
  }
}
