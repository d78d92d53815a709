// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.MaskedScaling;
import org.ciss4j.graph.option.Activation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradient through a ReLU, from its output y: the gradient of y where y &gt; 0, else 0. */
public final class ReluGradient extends JavaOp {
  /** For SameDiff. */
  public ReluGradient() {}

  ReluGradient(SDVariable y, SDVariable gradient) {
    super(y, gradient);
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    MaskedScaling.mask(Activation.RELU, inputs[0], inputs[1], outputs[0]);
  }
}
