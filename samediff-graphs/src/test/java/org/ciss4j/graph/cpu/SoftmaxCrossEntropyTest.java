// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.op.Ops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Against plain loops in double precision; the gradients against differences of these. */
class SoftmaxCrossEntropyTest {
  private static final int VOID = 255;
  private static final int N = 2;
  private static final int K = 5;
  private static final int H = 5;
  private static final int W = 4;
  private static final int PIXELS = N * H * W;

  @ParameterizedTest(name = "first {0} outputs as one, logits to {1}")
  @CsvSource({"1, 3", "2, 3", "3, 3", "5, 3", "1, 200", "3, 200"})
  void equalsPlainLoopsAgainstLabels(int merged, double size) {
    int[] labels = labels(K);
    OpCheck.check(
        (ops, in) -> ops.softmaxCrossEntropyAgainstLabels(in[0], constant(in[0], labels), merged),
        in -> {
          double sum = 0;
          int counted = 0;
          for (int i = 0; i < PIXELS; i++) {
            if (labels[i] != VOID) {
              double[] z = pixel(in[0], K, i);
              boolean[] group = new boolean[K];
              for (int k = 0; k < K; k++) {
                group[k] = labels[i] < merged ? k < merged : k == labels[i];
              }
              sum += logSum(z, all(K)) - logSum(z, group);
              counted++;
            }
          }
          return new double[] {sum / counted};
        },
        logits(1, K, size));
  }

  /** The mean is over all pixels, void ones included. */
  @Test
  void equalsPlainLoopsWithFactorsOfImages() {
    int[] labels = labels(K);
    float[] factors = {0.25f, 1.5f};
    OpCheck.check(
        (ops, in) ->
            ops.softmaxCrossEntropyAgainstLabels(
                in[0],
                constant(in[0], labels),
                in[0].getSameDiff().constant(Nd4j.createFromArray(factors))),
        in -> {
          double sum = 0;
          for (int i = 0; i < PIXELS; i++) {
            if (labels[i] != VOID) {
              double[] z = pixel(in[0], K, i);
              sum += factors[i / (H * W)] * (logSum(z, all(K)) - z[labels[i]]);
            }
          }
          return new double[] {sum / PIXELS};
        },
        logits(2, K, 3));
  }

  @ParameterizedTest(name = "{0} others, joined {1}, logits to {2}")
  @CsvSource({"3, false, 3", "3, true, 3", "5, true, 3", "1, true, 3", "3, true, 200"})
  void equalsPlainLoopsAgainstLogits(int others, boolean joined, double size) {
    Tensor old = logits(3, others, size);
    OpCheck.check(
        (ops, in) ->
            ops.softmaxCrossEntropyAgainstLogits(
                in[0], in[0].getSameDiff().constant(old.array()), joined),
        in -> {
          double sum = 0;
          for (int i = 0; i < PIXELS; i++) {
            sum += distilled(pixel(in[0], K, i), pixel(old.values(), others, i), joined);
          }
          return new double[] {sum / PIXELS};
        },
        logits(4, K, size));
  }

  @Test
  void equalsPlainLoopsOnPixelsThatTheOthersKnow() {
    int others = 3;
    int[] labels = labels(K);
    Tensor old = logits(5, others, 3);
    OpCheck.check(
        (ops, in) ->
            ops.softmaxCrossEntropyAgainstLogits(
                in[0], in[0].getSameDiff().constant(old.array()), constant(in[0], labels)),
        in -> {
          double sum = 0;
          int counted = 0;
          for (int i = 0; i < PIXELS; i++) {
            if (labels[i] < others) {
              sum += distilled(pixel(in[0], K, i), pixel(old.values(), others, i), false);
              counted++;
            }
          }
          return new double[] {sum / counted};
        },
        logits(6, K, 3));
  }

  /** Small logits of both networks are resized inside of the op, or before it. */
  @ParameterizedTest(name = "to {0} x {1}")
  @CsvSource({"13, 9", "5, 4", "10, 4", "3, 2"})
  void resizedLogitsAreAsIfResizedBefore(int height, int width) {
    Tensor small = logits(7, K, 3);
    Tensor old = logits(8, 3, 3);
    int[] labels = new SplittableRandom(2).ints((long) N * height * width, 0, K).toArray();
    double[][] gradients = new double[2][];
    double[] losses = new double[2];
    for (int way = 0; way < 2; way++) {
      SameDiff graph = Graphs.create();
      SDVariable z = graph.var("z", small.array());
      SDVariable image = graph.constant(Nd4j.zeros(1, 1, height, width));
      SDVariable large = Backend.CPU.ops().resizeLike(z, image);
      SDVariable others = Backend.CPU.ops().resizeLike(graph.constant(old.array()), image);
      if (way == 1) {
        large = large.mul(1);
        others = others.mul(1);
      }
      INDArray label = Nd4j.createFromArray(labels).reshape(N, height, width);
      SDVariable loss =
          Backend.CPU
              .ops()
              .softmaxCrossEntropyAgainstLabels(large, graph.constant(label), 2)
              .add(Backend.CPU.ops().softmaxCrossEntropyAgainstLogits(large, others, true).mul(5));
      Graphs.differentiate(graph, loss);
      Graphs.Result result =
          Graphs.runWithGradients(graph, Map.of(), List.of(loss.name()), List.of("z"));
      losses[way] = result.outputs().get(loss.name()).getDouble(0);
      gradients[way] = Tensor.of(result.gradients().get("z")).values();
    }
    OpCheck.assertClose("loss", new double[] {losses[0]}, new double[] {losses[1]});
    OpCheck.assertClose("gradient", gradients[0], gradients[1]);
  }

  @Test
  void nothingButVoidIsNoLoss() {
    for (Ops ops : List.of(Backend.CPU.ops(), Backend.PORTABLE.ops())) {
      SameDiff graph = Graphs.create();
      SDVariable z = graph.var("z", Tensor.random(9, 1, 3, 1, 2).array());
      SDVariable labels = graph.constant(Nd4j.createFromArray(VOID, VOID).reshape(1, 1, 2));
      SDVariable others = graph.constant(Nd4j.zeros(1, 2, 1, 2));
      SDVariable loss =
          ops.softmaxCrossEntropyAgainstLabels(z, labels, 2)
              .add(ops.softmaxCrossEntropyAgainstLogits(z, others, labels));
      Graphs.differentiate(graph, loss);
      Graphs.Result result =
          Graphs.runWithGradients(graph, Map.of(), List.of(loss.name()), List.of("z"));
      assertThat(result.outputs().get(loss.name()).getDouble(0)).isZero();
      assertThat(Tensor.of(result.gradients().get("z")).values()).containsOnly(0);
    }
  }

  private static double distilled(double[] z, double[] old, boolean joined) {
    double loss = logSum(z, all(z.length));
    for (int c = 0; c < old.length; c++) {
      boolean[] group = new boolean[z.length];
      group[c] = true;
      for (int k = old.length; joined && c == 0 && k < z.length; k++) {
        group[k] = true;
      }
      loss -= Math.exp(old[c] - logSum(old, all(old.length))) * logSum(z, group);
    }
    return loss;
  }

  private static double logSum(double[] z, boolean[] group) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < z.length; k++) {
      max = group[k] ? Math.max(max, z[k]) : max;
    }
    double sum = 0;
    for (int k = 0; k < z.length; k++) {
      sum += group[k] ? Math.exp(z[k] - max) : 0;
    }
    return max + Math.log(sum);
  }

  private static boolean[] all(int count) {
    boolean[] all = new boolean[count];
    java.util.Arrays.fill(all, true);
    return all;
  }

  private static double[] pixel(double[] maps, int channels, int i) {
    double[] z = new double[channels];
    for (int k = 0; k < channels; k++) {
      z[k] = maps[(i / (H * W) * channels + k) * H * W + i % (H * W)];
    }
    return z;
  }

  private static Tensor logits(long seed, int channels, double size) {
    return Tensor.random(seed, N, channels, H, W).map(v -> v / 2 * size);
  }

  /** Every sixth pixel is void, the others are numbers of outputs. */
  private static int[] labels(int outputs) {
    int[] labels = new SplittableRandom(3).ints(PIXELS, 0, outputs + 1).toArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = labels[i] == outputs ? VOID : labels[i];
    }
    return labels;
  }

  private static SDVariable constant(SDVariable ofGraph, int[] labels) {
    return ofGraph.getSameDiff().constant(Nd4j.createFromArray(labels).reshape(N, H, W));
  }
}
