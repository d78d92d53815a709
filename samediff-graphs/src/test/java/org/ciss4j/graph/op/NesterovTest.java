// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class NesterovTest {
  @Test
  void bothWaysAreOne() {
    INDArray fast = Tensor.random(1, 3, 5).array();
    INDArray portable = fast.dup();
    INDArray fastVelocity = Tensor.random(2, 3, 5).array();
    INDArray portableVelocity = fastVelocity.dup();
    for (int i = 0; i < 3; i++) {
      INDArray gradient = Tensor.random(3 + i, 3, 5).array();
      Nesterov.updateOnCpu(fast, gradient, fastVelocity, 0.1, 0.9, 0.01);
      Nesterov.updateAnywhere(portable, gradient, portableVelocity, 0.1, 0.9, 0.01);
    }
    OpCheck.assertClose("parameter", Tensor.of(portable).values(), Tensor.of(fast).values());
    OpCheck.assertClose(
        "velocity", Tensor.of(portableVelocity).values(), Tensor.of(fastVelocity).values());
  }
}
