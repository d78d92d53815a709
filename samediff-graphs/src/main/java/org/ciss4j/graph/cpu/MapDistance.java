// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A distance of two maps. Inputs: a and b {@code float [N, H, W, C]}. Outputs: the distance
 * (scalar) and its gradient with respect to a; no gradient reaches b.
 */
abstract class MapDistance extends ValueAndGradient {
  /** For SameDiff. */
  MapDistance() {}

  MapDistance(SDVariable a, SDVariable b) {
    super(a, b);
  }

  @Override
  protected final long[][] outputShapes(INDArray[] inputs) {
    boolean fits = inputs[0].rank() == 4 && Arrays.equals(inputs[0].shape(), inputs[1].shape());
    expect(fits, "two maps [N, H, W, C] of one shape", inputs);
    return new long[][] {{}, inputs[0].shape()};
  }
}
