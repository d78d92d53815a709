// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BinaryCrossEntropyTest {
  private static final int VOID = 255;

  /** The three losses on logits [2, 3, 5, 4]. */
  private enum Loss {
    NOTHING {
      @Override
      SDVariable of(SDVariable z) {
        return Backend.CPU.ops().crossEntropyAgainstNothing(z);
      }
    },
    LABELS {
      @Override
      SDVariable of(SDVariable z) {
        SDVariable labels = z.getSameDiff().constant(array(labels(2, 5, 4), 2, 5, 4));
        return Backend.CPU.ops().crossEntropyAgainstLabels(z, labels, 2, 35);
      }
    },
    PROBABILITIES {
      @Override
      SDVariable of(SDVariable z) {
        Tensor y = Tensor.random(4, 2, 3, 5, 4).map(v -> Math.abs(v) / 2);
        return Backend.CPU
            .ops()
            .crossEntropyAgainstProbabilities(z, z.getSameDiff().constant(y.array()));
      }
    };

    abstract SDVariable of(SDVariable z);
  }

  @ParameterizedTest(name = "[{0},{1},{2},{3}], first {4}, weight {5}, logits to {6}")
  @CsvSource({
    "1, 1, 1, 1, 1, 1, 3",
    "2, 3, 5, 4, 1, 1, 3",
    "2, 3, 5, 4, 2, 2, 3",
    "1, 2, 7, 3, 1, 35, 3",
    "2, 2, 5, 4, 1, 35, 30",
    "2, 3, 5, 4, 1, 2, 10000",
    "1, 1, 40, 50, 4, 35, 100"
  })
  void equalsPlainLoopsAgainstLabels(
      int n, int c, int h, int w, int first, double posWeight, double size) {
    int[] labels = labels(n, h, w);
    double[] y = new double[n * c * h * w];
    for (int i = 0; i < y.length; i++) {
      int label = labels[i / (c * h * w) * h * w + i % (h * w)];
      y[i] = label == VOID ? Double.NaN : label == first + i / (h * w) % c ? 1 : 0;
    }
    int counted = (int) Arrays.stream(labels).filter(label -> label != VOID).count();
    OpCheck.check(
        (ops, in) ->
            ops.crossEntropyAgainstLabels(
                in[0], in[0].getSameDiff().constant(array(labels, n, h, w)), first, posWeight),
        in -> new double[] {crossEntropy(in[0], y, posWeight, counted)},
        Tensor.random(1, n, c, h, w).map(v -> v / 2 * size));
  }

  @ParameterizedTest(name = "[{0},{1},{2},{3}], logits to {4}")
  @CsvSource({"1, 1, 1, 1, 3", "2, 3, 5, 4, 3", "2, 3, 5, 4, 30", "1, 2, 7, 3, 10000"})
  void equalsPlainLoopsAgainstProbabilities(int n, int c, int h, int w, double size) {
    Tensor y = Tensor.random(2, n, c, h, w).map(v -> Math.min(1, Math.abs(v)));
    OpCheck.check(
        (ops, in) ->
            ops.crossEntropyAgainstProbabilities(in[0], in[0].getSameDiff().constant(y.array())),
        in -> new double[] {crossEntropy(in[0], y.values(), 1, n * h * w)},
        Tensor.random(1, n, c, h, w).map(v -> v / 2 * size));
  }

  @ParameterizedTest(name = "[{0},{1},{2},{3}], logits to {4}")
  @CsvSource({"1, 1, 1, 1, 3", "2, 3, 5, 4, 3", "2, 1, 5, 4, 30", "1, 2, 7, 3, 10000"})
  void equalsPlainLoopsAgainstNothing(int n, int c, int h, int w, double size) {
    OpCheck.check(
        (ops, in) -> ops.crossEntropyAgainstNothing(in[0]),
        in -> new double[] {crossEntropy(in[0], new double[in[0].length], 1, n * h * w)},
        Tensor.random(1, n, c, h, w).map(v -> v / 2 * size));
  }

  private static double crossEntropy(double[] z, double[] y, double posWeight, int count) {
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      if (!Double.isNaN(y[i])) {
        sum += posWeight * y[i] * softplus(-z[i]) + (1 - y[i]) * softplus(z[i]);
      }
    }
    return sum / count;
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** Every fourth pixel is void, the others are 0 to 4. */
  private static int[] labels(int n, int h, int w) {
    SplittableRandom random = new SplittableRandom(3);
    return random.ints((long) n * h * w, 0, 20).map(v -> v % 4 == 3 ? VOID : v % 5).toArray();
  }

  private static INDArray array(int[] labels, long... shape) {
    return Nd4j.createFromArray(labels).reshape(shape);
  }

  @Test
  void voidPixelsAreLeftOut() {
    SameDiff graph = Graphs.create();
    SDVariable z = graph.var("z", Nd4j.zeros(1, 2, 1, 2));
    SDVariable labels = graph.constant(array(new int[] {VOID, 1}, 1, 1, 2));
    Graphs.differentiate(graph, Backend.CPU.ops().crossEntropyAgainstLabels(z, labels, 1, 1));
    INDArray gradient =
        Graphs.runWithGradients(graph, Map.of(), List.of(), List.of("z")).gradients().get("z");
    assertThat(Tensor.of(gradient).values()).containsExactly(0, -0.5, 0, 0.5);
  }

  @Test
  void nothingButVoidIsNoLoss() {
    SameDiff graph = Graphs.create();
    SDVariable z = graph.var("z", Nd4j.ones(1, 2, 1, 2));
    SDVariable labels = graph.constant(array(new int[] {VOID, VOID}, 1, 1, 2));
    SDVariable loss = Backend.CPU.ops().crossEntropyAgainstLabels(z, labels, 1, 1);
    Graphs.differentiate(graph, loss);
    Graphs.Result result =
        Graphs.runWithGradients(graph, Map.of(), List.of(loss.name()), List.of("z"));
    assertThat(result.outputs().get(loss.name()).getDouble(0)).isZero();
    assertThat(Tensor.of(result.gradients().get("z")).values()).containsOnly(0);
  }

  /** SameDiff's own losses ignore the gradient that comes in; ours must not. */
  @ParameterizedTest
  @EnumSource(Loss.class)
  void fiveTimesTheLossHasFiveTimesTheGradient(Loss loss) {
    double[] once = gradient(z -> loss.of(z));
    OpCheck.assertClose("5 L", gradient(z -> loss.of(z).mul(5)), times(5, once));
    OpCheck.assertClose("-L", gradient(z -> loss.of(z).neg()), times(-1, once));
    OpCheck.assertClose("L + L", gradient(z -> loss.of(z).add(loss.of(z))), times(2, once));
    OpCheck.assertClose(
        "2 L of one op + L",
        gradient(
            z -> {
              SDVariable one = loss.of(z);
              return one.mul(2).add(one);
            }),
        times(3, once));
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void gradientsOfTwoLossesAddUp(Loss loss) {
    for (Loss other : Loss.values()) {
      double[] sum = gradient(z -> loss.of(z));
      double[] second = gradient(z -> other.of(z));
      for (int i = 0; i < sum.length; i++) {
        sum[i] += 5 * second[i];
      }
      OpCheck.assertClose(
          loss + " + 5 " + other, gradient(z -> loss.of(z).add(other.of(z).mul(5))), sum);
    }
  }

  private static double[] gradient(UnaryOperator<SDVariable> loss) {
    SameDiff graph = Graphs.create();
    SDVariable z = graph.var("z", Tensor.random(9, 2, 3, 5, 4).array());
    Graphs.differentiate(graph, loss.apply(z.mul(1.5)));
    return Tensor.of(
            Graphs.runWithGradients(graph, Map.of(), List.of(), List.of("z")).gradients().get("z"))
        .values();
  }

  private static double[] times(double factor, double[] values) {
    return Arrays.stream(values).map(v -> factor * v).toArray();
  }

  /** The target of a distillation loss comes from a frozen network in the same graph. */
  @Test
  void targetsMayBeComputedInTheGraph() {
    Tensor old = Tensor.random(5, 1, 2, 3, 3);
    double[] y = old.map(v -> 1 / (1 + Math.exp(-v))).values();
    OpCheck.check(
        (ops, in) -> {
          SDVariable target = ops.sigmoid(in[0].getSameDiff().constant(old.array()).mul(1));
          return ops.crossEntropyAgainstProbabilities(in[0], target);
        },
        in -> new double[] {crossEntropy(in[0], y, 1, 9)},
        Tensor.random(6, 1, 2, 3, 3));
  }

  /** No gradient flows into the target, even where it depends on trained variables. */
  @Test
  void targetsGetNoGradient() {
    SameDiff graph = Graphs.create();
    SDVariable z = graph.var("z", Tensor.random(5, 1, 2, 3, 3).array());
    SDVariable target = Backend.CPU.ops().sigmoid(z.mul(2));
    SDVariable constant =
        graph.constant(
            Graphs.run(graph, Map.of(), List.of(target.name())).get(target.name()).dup());
    SDVariable free = Backend.CPU.ops().crossEntropyAgainstProbabilities(z, constant);
    SDVariable tied = Backend.CPU.ops().crossEntropyAgainstProbabilities(z, target);
    Graphs.differentiate(graph, free.sub(tied));
    INDArray gradient =
        Graphs.runWithGradients(graph, Map.of(), List.of(), List.of("z")).gradients().get("z");
    assertThat(Tensor.of(gradient).values()).containsOnly(0);
  }
}
