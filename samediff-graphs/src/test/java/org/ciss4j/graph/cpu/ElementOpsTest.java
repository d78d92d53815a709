// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Ops that work element by element: sum with ReLU, sigmoid, dropout, scaling. */
class ElementOpsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40_000})
  void addReluEqualsPlainLoops(int length) {
    OpCheck.check(
        (ops, in) -> ops.addRelu(in[0], in[1]),
        in -> {
          double[] y = new double[length];
          for (int i = 0; i < length; i++) {
            y[i] = Math.max(in[0][i] + in[1][i], 0);
          }
          return y;
        },
        Tensor.random(1, 1, 1, length, 1),
        Tensor.random(2, 1, 1, length, 1));
  }

  @Test
  void addReluOfOneMapTwiceDoublesIt() {
    OpCheck.check(
        (ops, in) -> ops.addRelu(in[0], in[0]),
        in -> Arrays.stream(in[0]).map(v -> Math.max(2 * v, 0)).toArray(),
        Tensor.random(1, 1, 3, 4, 2));
  }

  @Test
  void addReluHasNoGradientAtZero() {
    SameDiff graph = Graphs.create();
    SDVariable x = graph.var("x", Nd4j.createFromArray(-1f, 0f, 1f));
    Graphs.differentiate(graph, Backend.CPU.ops().addRelu(x, x.mul(0)).mul(3).sum());
    INDArray gradient =
        Graphs.runWithGradients(graph, Map.of(), List.of(), List.of("x")).gradients().get("x");
    assertThat(Tensor.of(gradient).values()).containsExactly(0, 0, 3);
  }

  @Test
  void sigmoidIsAccurateAndSaturates() {
    float[] x = {-1e4f, -100, -88, -30, -17, -5, -1e-3f, 0, 1e-3f, 0.5f, 5, 17, 30, 88, 100, 1e4f};
    SameDiff graph = Graphs.create();
    SDVariable y = Backend.CPU.ops().sigmoid(graph.constant(Nd4j.createFromArray(x)));
    INDArray values = Graphs.run(graph, Map.of(), List.of(y.name())).get(y.name());
    for (int i = 0; i < x.length; i++) {
      double expected = 1 / (1 + Math.exp(-(double) x[i]));
      assertThat((double) values.getFloat(i))
          .as("sigmoid(%s)", x[i])
          .isCloseTo(expected, within(1e-6));
    }
    assertThat(values.getFloat(0)).isZero();
    assertThat(values.getFloat(x.length - 1)).isOne();
  }

  @Test
  void sigmoidHasItsGradient() {
    OpCheck.check(
        (ops, in) -> ops.sigmoid(in[0]),
        in -> Arrays.stream(in[0]).map(v -> 1 / (1 + Math.exp(-v))).toArray(),
        Tensor.random(1, 2, 3, 4, 1).map(v -> 4 * v));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void dropoutDropsAtItsRateAndScalesTheRest(double rate) {
    int length = 50_000;
    double[] y = dropped(rate, 7, length);
    long zeros = Arrays.stream(y).filter(v -> v == 0).count();
    assertThat(zeros / (double) length).isCloseTo(rate, within(0.01));
    assertThat(Arrays.stream(y)).allMatch(v -> v == 0 || v == (float) (1 / (1 - rate)));
  }

  @Test
  void dropoutDependsOnTheSeedAlone() {
    assertThat(dropped(0.5, 7, 30_000)).isEqualTo(dropped(0.5, 7, 30_000));
    double[] one = dropped(0.5, 7, 30_000);
    for (long seed : new long[] {0, 1, 8, -7, 7L + (1L << 40)}) {
      double[] other = dropped(0.5, seed, 30_000);
      long equal = 0;
      for (int i = 0; i < one.length; i++) {
        equal += one[i] == other[i] ? 1 : 0;
      }
      assertThat(equal / 30_000.0).as("seed %d", seed).isCloseTo(0.5, within(0.02));
    }
  }

  private static double[] dropped(double rate, long seed, int length) {
    SameDiff graph = Graphs.create();
    SDVariable x = graph.constant(Nd4j.ones(1, 1, length, 1));
    SDVariable y = Backend.CPU.ops().dropout(x, rate, graph.constant(Nd4j.scalar(seed)));
    return Tensor.of(Graphs.run(graph, Map.of(), List.of(y.name())).get(y.name())).values();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5})
  void dropoutsGradientUsesTheSameMask(double rate) {
    double[] mask = dropped(rate, 11, 20_000);
    OpCheck.check(
        (ops, in) -> ops.dropout(in[0], rate, in[0].getSameDiff().constant(Nd4j.scalar(11L))),
        in -> {
          double[] y = in[0].clone();
          for (int i = 0; i < y.length; i++) {
            y[i] *= mask[i];
          }
          return y;
        },
        Tensor.random(1, 2, 10, 100, 10));
  }

  @Test
  void dropoutWithRateZeroIsTheIdentity() {
    assertThat(dropped(0, 5, 20_000)).containsOnly(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void dropoutRejectsRatesOutOfRange(double rate) {
    assertThatThrownBy(() -> dropped(rate, 5, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rate")
        .hasMessageContaining(String.valueOf(rate));
  }

  @Test
  void scaleByMultipliesWithAScalar() {
    SameDiff graph = Graphs.create();
    Tensor x = Tensor.random(1, 3, 20_000);
    SDVariable y =
        new ScaleBy(graph.constant(x.array()), graph.constant(Nd4j.scalar(-2.5f))).outputVariable();
    assertThat(Graphs.run(graph, Map.of(), List.of(y.name())).get(y.name()))
        .isEqualTo(x.array().mul(-2.5));
  }
}
