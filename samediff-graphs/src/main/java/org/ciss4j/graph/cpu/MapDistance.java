// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.Arrays;
import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A distance of two maps. Inputs: a and b {@code float [N, H, W, C]}. Outputs: the distance
 * (scalar) and its gradient with respect to a; no gradient reaches b.
 */
abstract class MapDistance extends JavaOp {
  /** For SameDiff. */
  MapDistance() {}

  MapDistance(SDVariable a, SDVariable b) {
    super(a, b);
  }

  @Override
  public final int getNumOutputs() {
    return 2;
  }

  @Override
  protected final long[][] outputShapes(INDArray[] inputs) {
    boolean fits = inputs[0].rank() == 4 && Arrays.equals(inputs[0].shape(), inputs[1].shape());
    expect(fits, "two maps [N, H, W, C] of one shape", inputs);
    return new long[][] {{}, inputs[0].shape()};
  }

  @Override
  public final List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    return List.of(
        new ScaleBy(outputVariables()[1], outputGradients.get(0)).outputVariable(),
        getSameDiff().zerosLike(arg(1)));
  }
}
