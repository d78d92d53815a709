// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Wrong inputs are told what was expected and what came, before native code reads beyond an array.
 */
class OpShapesTest {

  /** A graph that makes arrays of ones. */
  private record Inputs(SameDiff graph) {
    SDVariable of(long... shape) {
      return graph.constant(Nd4j.ones(DataType.FLOAT, shape));
    }

    SDVariable of(DataType type, long... shape) {
      return graph.constant(Nd4j.ones(type, shape));
    }
  }

  private static void assertRejected(Function<Inputs, SDVariable> build, String... words) {
    assertThatThrownBy(
            () -> {
              SameDiff graph = Graphs.create();
              String y = build.apply(new Inputs(graph)).name();
              Graphs.run(graph, Map.of(), List.of(y));
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void conv2d() {
    assertRejected(
        in -> Backend.CPU.ops().conv2d(in.of(1, 4, 4, 3), in.of(2, 4, 1, 1), ConvOptions.PLAIN),
        "conv2d expects x [N, H, W, C], weights [O, C, kH, kW]",
        "got [1, 4, 4, 3], [2, 4, 1, 1]");
    assertRejected(
        in -> Backend.CPU.ops().conv2d(in.of(4, 4, 3), in.of(2, 3, 1, 1), ConvOptions.PLAIN),
        "[4, 4, 3]");
    assertRejected(
        in ->
            Backend.CPU
                .ops()
                .conv2d(in.of(1, 4, 4, 3), in.of(2, 3, 1, 1), in.of(3), ConvOptions.PLAIN),
        "bias [O], got [1, 4, 4, 3], [2, 3, 1, 1], [3]");
    assertRejected(
        in ->
            Backend.CPU
                .ops()
                .conv2d(in.of(1, 4, 4, 3), in.of(2, 3, 3, 3), new ConvOptions(1, 0, 2)),
        "a map of 4 pixels is too small for a kernel of 3");
    ConvOptions twoGroups = ConvOptions.PLAIN.withGroups(2);
    assertRejected(
        in -> Backend.CPU.ops().conv2d(in.of(1, 4, 4, 6), in.of(4, 6, 1, 1), twoGroups),
        "weights [O, C / groups, kH, kW]",
        "O a multiple of groups = 2, got [1, 4, 4, 6], [4, 6, 1, 1]");
    assertRejected(
        in -> Backend.CPU.ops().conv2d(in.of(1, 4, 4, 6), in.of(3, 3, 1, 1), twoGroups),
        "multiple of groups");
  }

  @Test
  void batchNorm() {
    assertRejected(
        in ->
            Backend.CPU
                .ops()
                .batchNorm(in.of(2, 4, 4, 3), in.of(2), in.of(3), 1e-5, Activation.RELU)
                .output(),
        "batch_norm expects x [N, H, W, C], scale and shift [C], got [2, 4, 4, 3], [2], [3]");
    assertRejected(
        in ->
            Backend.CPU
                .ops()
                .batchNorm(in.of(4, 3), in.of(3), in.of(3), 1e-5, Activation.RELU)
                .output(),
        "[4, 3]");
    assertRejected(
        in ->
            Backend.CPU
                .ops()
                .frozenBatchNorm(
                    in.of(2, 4, 4, 3),
                    in.of(3),
                    in.of(3),
                    in.of(3),
                    in.of(1),
                    1e-5,
                    Activation.NONE),
        "frozen_batch_norm expects",
        "[3], [1]");
  }

  @Test
  void pooling() {
    assertRejected(
        in -> Backend.CPU.ops().maxPool(in.of(4, 4, 3), 2, 2, 0),
        "max_pool expects x [N, H, W, C]");
    assertRejected(
        in -> Backend.CPU.ops().maxPool(in.of(1, 4, 4, 3), 3, 2, 2), "half the kernel", "3, 2, 2");
    assertRejected(in -> Backend.CPU.ops().maxPool(in.of(1, 2, 2, 3), 3, 1, 0), "too small");
  }

  @Test
  void mapsAndElements() {
    assertRejected(
        in -> Backend.CPU.ops().addRelu(in.of(1, 2, 2, 3), in.of(1, 2, 2, 1)),
        "add_relu expects",
        "[1, 2, 2, 1]");
    assertRejected(
        in -> Backend.CPU.ops().resizeLike(in.of(1, 3, 2, 2), in.of(4, 4)),
        "resize_like expects",
        "[4, 4]");
    assertRejected(
        in -> Backend.CPU.ops().dropout(in.of(1, 3), 0.1, in.of(DataType.INT64, 2)),
        "dropout expects",
        "[2]");
  }

  @Test
  void decomposedLogits() {
    assertRejected(
        in ->
            Backend.CPU
                .ops()
                .decomposedLogits(in.of(1, 2, 2, 5), in.of(3, 4), SignRule.PRODUCT)
                .positive(),
        "decomposed_logits expects features [..., D] and weights [C, D]",
        "got [1, 2, 2, 5], [3, 4]");
  }

  @Test
  void crossEntropy() {
    assertRejected(
        in ->
            Backend.CPU
                .ops()
                .crossEntropyAgainstLabels(in.of(2, 3, 4, 4), in.of(DataType.INT32, 2, 4, 5), 1, 1),
        "logits [N, C, H, W] and labels [N, H, W], got [2, 3, 4, 4], [2, 4, 5]");
    assertRejected(
        in ->
            Backend.CPU
                .ops()
                .crossEntropyAgainstProbabilities(in.of(2, 3, 4, 4), in.of(2, 2, 4, 4)),
        "both [N, C, H, W], got [2, 3, 4, 4], [2, 2, 4, 4]");
    assertRejected(
        in -> Backend.CPU.ops().crossEntropyAgainstNothing(in.of(2, 3)), "logits [N, C, H, W]");
  }

  @Test
  void dataTypes() {
    assertRejected(
        in ->
            Backend.CPU
                .ops()
                .crossEntropyAgainstLabels(in.of(1, 1, 2, 2), in.of(DataType.INT64, 1, 2, 2), 1, 1),
        "expected an array of INT, got one of LONG");
    assertRejected(
        in ->
            Backend.CPU
                .ops()
                .conv2d(
                    in.of(DataType.DOUBLE, 1, 2, 2, 1),
                    in.of(DataType.DOUBLE, 1, 1, 1, 1),
                    ConvOptions.PLAIN),
        "expected an array of FLOAT, got one of DOUBLE");
  }
}
