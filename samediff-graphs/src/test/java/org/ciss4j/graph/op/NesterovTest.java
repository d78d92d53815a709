// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class NesterovTest {
  private static final List<long[]> SHAPES =
      List.of(new long[] {3, 5}, new long[] {1}, new long[] {2, 3, 100, 41});

  private static INDArray random(int seed, int parameter) {
    return Tensor.random(10 * seed + parameter, SHAPES.get(parameter)).array();
  }

  @Test
  void bothWaysAreOne() {
    List<Nesterov> fast = new ArrayList<>();
    List<Nesterov> portable = new ArrayList<>();
    for (int i = 0; i < SHAPES.size(); i++) {
      for (List<Nesterov> updates : List.of(fast, portable)) {
        double rate = 0.1 * (i + 1);
        updates.add(
            new Nesterov(random(1, i), random(2, i), random(3, i), rate, 0.9, 0.01 * (i + 1)));
      }
    }
    for (int round = 0; round < 3; round++) {
      Nesterov.update(fast);
      portable.forEach(Nesterov::updateAnywhere);
    }
    for (int i = 0; i < SHAPES.size(); i++) {
      assertClose("parameter " + i, portable.get(i).parameter(), fast.get(i).parameter());
      assertClose("velocity " + i, portable.get(i).velocity(), fast.get(i).velocity());
    }
  }

  private static void assertClose(String what, INDArray expected, INDArray actual) {
    OpCheck.assertClose(what, Tensor.of(expected).values(), Tensor.of(actual).values());
  }
}
