// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Pooling;
import org.ciss4j.graph.memory.HostMemory;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradient of {@link MaxPool}. Inputs: x, the winners, gradient of y. Output: gradient of x. */
public final class MaxPoolGradient extends JavaOp {
  /** For SameDiff. */
  public MaxPoolGradient() {}

  MaxPoolGradient(int kernel, int stride, int padding, SDVariable... inputs) {
    super(inputs);
    addIArgument(kernel, stride, padding);
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    Pooling.of(inputs[0], intArgument(0), intArgument(1), intArgument(2))
        .backward()
        .execute(
            HostMemory.map(inputs[2]), HostMemory.bytes(inputs[1]), HostMemory.map(outputs[0]));
  }
}
