// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Rows;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code x * factor} for a scalar factor; the chain rule of ops that compute their gradient along
 * with their value.
 */
public final class ScaleBy extends JavaOp {
  /** For SameDiff. */
  public ScaleBy() {}

  /** Of a map of any shape and a factor of one element. */
  public ScaleBy(SDVariable x, SDVariable factor) {
    super(x, factor);
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    expect(inputs[1].length() == 1, "an array and a scalar", inputs);
    return new long[][] {inputs[0].shape()};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    float factor = inputs[1].getFloat(0);
    Rows.map(
        outputs[0],
        new INDArray[] {inputs[0]},
        (values, result, length) -> {
          float[] x = values[0];
          for (int i = 0; i < length; i++) {
            result[i] = factor * x[i];
          }
        });
  }
}
