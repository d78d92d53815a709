// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

class BatchNormTest {
  private static final double EPSILON = 1e-5;

  @ParameterizedTest(name = "[{0},{1},{2},{3}] {4}")
  @CsvSource({
    "1, 3, 5, 1, NONE",
    "1, 3, 5, 1, RELU",
    "2, 4, 3, 3, NONE",
    "2, 4, 3, 3, RELU",
    "3, 1, 1, 2, RELU",
    "2, 5, 5, 20, RELU",
    "1, 7, 3, 33, RELU",
    "1, 6, 6, 3, RELU6",
    "1, 2, 1, 16, NONE"
  })
  void usesTheStatisticsOfTheBatch(int n, int h, int w, int c, Activation activation) {
    Tensor x = Tensor.random(1, n, h, w, c);
    Tensor scale = Tensor.random(2, c);
    Tensor shift = Tensor.random(3, c);
    OpCheck.check(
        (ops, in) -> ops.batchNorm(in[0], in[1], in[2], EPSILON, activation).output(),
        in -> normalize(in[0], in[1], in[2], mean(in[0], c), variance(in[0], c), activation),
        x,
        scale,
        shift);
    SameDiff graph = Graphs.create();
    SDVariable input = graph.constant("x", x.array());
    Ops.Normalized y =
        Backend.CPU
            .ops()
            .batchNorm(
                input,
                graph.constant(scale.array()),
                graph.constant(shift.array()),
                EPSILON,
                activation);
    Graphs.Values values =
        Graphs.run(graph, Map.of(), List.of(y.mean().name(), y.unbiasedVariance().name()));
    double count = n * h * w;
    double[] unbiased = variance(x.values(), c);
    for (int i = 0; i < c; i++) {
      unbiased[i] *= count / (count - 1);
    }
    OpCheck.assertClose(
        "mean", Tensor.of(values.get(y.mean().name())).values(), mean(x.values(), c));
    OpCheck.assertClose(
        "variance", Tensor.of(values.get(y.unbiasedVariance().name())).values(), unbiased);
  }

  @ParameterizedTest(name = "[{0},{1},{2},{3}] {4}")
  @CsvSource({
    "1, 1, 1, 1, NONE",
    "1, 1, 1, 3, RELU",
    "2, 4, 3, 3, NONE",
    "2, 4, 3, 3, RELU",
    "2, 5, 5, 20, RELU",
    "1, 7, 3, 33, NONE",
    "1, 6, 6, 3, RELU6"
  })
  void frozenUsesTheGivenStatistics(int n, int h, int w, int c, Activation activation) {
    Tensor x = Tensor.random(1, n, h, w, c);
    Tensor scale = Tensor.random(2, c);
    Tensor shift = Tensor.random(3, c);
    Tensor mean = Tensor.random(4, c);
    Tensor variance = Tensor.random(5, c).map(v -> v * v + 0.1);
    OpCheck.check(
        (ops, in) ->
            ops.frozenBatchNorm(
                in[0],
                in[1],
                in[2],
                in[0].getSameDiff().constant(mean.array()),
                in[0].getSameDiff().constant(variance.array()),
                EPSILON,
                activation),
        in -> normalize(in[0], in[1], in[2], mean.values(), variance.values(), activation),
        x,
        scale,
        shift);
  }

  @Test
  void constantChannelsAreNormalisedToTheShift() {
    Tensor x = Tensor.fill(() -> 3, 2, 3, 3, 2);
    SameDiff graph = Graphs.create();
    SDVariable y =
        Backend.CPU
            .ops()
            .batchNorm(
                graph.constant(x.array()),
                graph.constant(Tensor.of(new long[] {2}, 5, 7).array()),
                graph.constant(Tensor.of(new long[] {2}, 0.25, -0.5).array()),
                EPSILON,
                Activation.NONE)
            .output();
    double[] values =
        Tensor.of(Graphs.run(graph, Map.of(), List.of(y.name())).get(y.name())).values();
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isEqualTo(i % 2 == 0 ? 0.25 : -0.5);
    }
  }

  @Test
  void oneValuePerChannelHasNoVariance() {
    SameDiff graph = Graphs.create();
    SDVariable one = graph.constant(Tensor.random(1, 3).array());
    SDVariable y =
        Backend.CPU
            .ops()
            .batchNorm(
                graph.constant(Tensor.random(2, 1, 1, 1, 3).array()),
                one,
                one,
                EPSILON,
                Activation.RELU)
            .output();
    assertThatThrownBy(() -> Graphs.run(graph, Map.of(), List.of(y.name())))
        .hasMessageContaining("more than one value per channel")
        .hasMessageContaining("1x1x1");
  }

  private static double[] mean(double[] x, int c) {
    double[] sums = new double[c];
    for (int i = 0; i < x.length; i++) {
      sums[i % c] += x[i];
    }
    for (int i = 0; i < c; i++) {
      sums[i] /= (double) x.length / c;
    }
    return sums;
  }

  private static double[] variance(double[] x, int c) {
    double[] mean = mean(x, c);
    double[] squares = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      squares[i] = (x[i] - mean[i % c]) * (x[i] - mean[i % c]);
    }
    return mean(squares, c);
  }

  private static double[] normalize(
      double[] x,
      double[] scale,
      double[] shift,
      double[] mean,
      double[] variance,
      Activation activation) {
    int c = scale.length;
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double normal = (x[i] - mean[i % c]) / Math.sqrt(variance[i % c] + EPSILON);
      y[i] = scale[i % c] * normal + shift[i % c];
      y[i] =
          switch (activation) {
            case NONE -> y[i];
            case RELU -> Math.max(y[i], 0);
            case RELU6 -> Math.min(Math.max(y[i], 0), 6);
          };
    }
    return y;
  }
}
