// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.ciss4j.graph.cpu.OpCheck;
import org.ciss4j.graph.cpu.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
      Backend.CPU.update(fast);
      Backend.PORTABLE.update(portable);
    }
    for (int i = 0; i < SHAPES.size(); i++) {
      assertClose("parameter " + i, portable.get(i).parameter(), fast.get(i).parameter());
      assertClose("velocity " + i, portable.get(i).velocity(), fast.get(i).velocity());
    }
  }

  /** Of a gradient, a velocity or a parameter, in any piece of any array. */
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -Float.MAX_VALUE})
  void tellsOfWhatIsNoNumberAnyMore(float value) {
    for (Backend backend : Backend.values()) {
      for (int parameter = 0; parameter < SHAPES.size(); parameter++) {
        for (int role = 0; role < 3; role++) {
          INDArray[] arrays = {random(1, parameter), random(2, parameter), random(3, parameter)};
          arrays[role].putScalar(arrays[role].length() - 1, value);
          Nesterov bad = new Nesterov(arrays[0], arrays[1], arrays[2], 10, 0.9, 0.9);
          assertThat(backend.update(List.of(sound(0), bad, sound(2))))
              .as(
                  "%s of parameter %d on %s",
                  List.of("parameter", "gradient", "velocity").get(role), parameter, backend)
              .isFalse();
        }
      }
      assertThat(backend.update(List.of(sound(0), sound(1), sound(2)))).isTrue();
      assertThat(backend.update(List.of())).isTrue();
    }
  }

  private static Nesterov sound(int parameter) {
    return new Nesterov(
        random(1, parameter), random(2, parameter), random(3, parameter), 10, 0.9, 0.9);
  }

  private static void assertClose(String what, INDArray expected, INDArray actual) {
    OpCheck.assertClose(what, Tensor.of(expected).values(), Tensor.of(actual).values());
  }
}
