// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

class FusionTest {
  private static final double EPSILON = 1e-5;
  private static final List<String> VARIABLES = List.of("x", "w", "r");

  /** A block {@code max(norm(conv(x)) + r, 0)} or {@code act(norm(conv(x)))}, and its gradients. */
  private record Block(
      int channels, int outputs, ConvOptions options, Activation activation, boolean residual) {

    SameDiff graph(Ops ops, boolean constants) {
      SameDiff graph = Graphs.create();
      SDVariable x = graph.var("x", Tensor.random(1, 2, 7, 5, channels).array());
      SDVariable w = graph.var("w", Tensor.random(2, outputs, channels, 3, 3).array());
      Tensor[] numbers = {
        Tensor.random(3, outputs),
        Tensor.random(4, outputs),
        Tensor.random(5, outputs),
        Tensor.random(6, outputs).map(v -> v * v + 0.1)
      };
      SDVariable[] norm = new SDVariable[numbers.length];
      for (int i = 0; i < norm.length; i++) {
        norm[i] =
            constants
                ? graph.constant("norm" + i, numbers[i].array())
                : graph.var("norm" + i, numbers[i].array());
      }
      SDVariable y = ops.conv2d(x, w, options);
      y = ops.frozenBatchNorm(y, norm[0], norm[1], norm[2], norm[3], EPSILON, activation);
      long height = options.outputSize(7, 3);
      long width = options.outputSize(5, 3);
      SDVariable r = graph.var("r", Tensor.random(7, 2, height, width, outputs).array());
      y = residual ? ops.addRelu(r, y) : y.add(r);
      y = graph.identity("y", y);
      SDVariable weights = graph.constant(Tensor.random(8, 2, height, width, outputs).array());
      Graphs.differentiate(graph, graph.identity("loss", y.mul(weights).sum()));
      return graph;
    }
  }

  @ParameterizedTest(name = "{0} -> {1}, stride {2}, dilation {3}, {4}, residual {5}")
  @CsvSource({
    "1, 1, 1, 1, NONE, false",
    "3, 16, 1, 1, RELU, false",
    "5, 20, 2, 1, RELU, false",
    "16, 33, 1, 2, RELU, false",
    "4, 6, 1, 1, RELU6, false",
    "3, 16, 1, 1, NONE, true",
    "16, 5, 2, 2, NONE, true",
    "1, 3, 1, 12, NONE, true",
    "32, 64, 1, 18, RELU, false",
    "3, 7, 1, 1, RELU, true"
  })
  void fusedEqualsItsParts(
      int channels,
      int outputs,
      int stride,
      int dilation,
      Activation activation,
      boolean residual) {
    ConvOptions options = new ConvOptions(stride, dilation, dilation);
    Block block = new Block(channels, outputs, options, activation, residual);
    Graphs.Result fused = run(block.graph(Ops.fast(), true));
    assertSame(fused, run(block.graph(Ops.fast(), false)));
    assertSame(fused, run(block.graph(Ops.portable(), true)));
  }

  private static Graphs.Result run(SameDiff graph) {
    return Graphs.runWithGradients(graph, Map.of(), List.of("y"), VARIABLES);
  }

  private static void assertSame(Graphs.Result actual, Graphs.Result expected) {
    OpCheck.assertClose(
        "value",
        Tensor.of(actual.outputs().get("y")).values(),
        Tensor.of(expected.outputs().get("y")).values());
    assertThat(actual.gradients().keySet()).containsAll(VARIABLES);
    for (String name : VARIABLES) {
      OpCheck.assertClose(
          "gradient of " + name,
          Tensor.of(actual.gradients().get(name)).values(),
          Tensor.of(expected.gradients().get(name)).values());
    }
  }

  @Test
  void oneOpRunsWhereThreeWereLaid() {
    Block block = new Block(3, 4, ConvOptions.same(3, 1), Activation.NONE, true);
    assertThat(opsThatRun(block.graph(Ops.fast(), true)))
        .contains(ConvNorm.NAME)
        .doesNotContain(Conv2d.NAME, FrozenBatchNorm.NAME, AddRelu.NAME);
  }

  @Test
  void trainableScalesAreLeftAlone() {
    Block block = new Block(3, 4, ConvOptions.same(3, 1), Activation.NONE, true);
    SameDiff graph = block.graph(Ops.fast(), false);
    assertThat(opsThatRun(graph)).contains(Conv2d.NAME, FrozenBatchNorm.NAME, AddRelu.NAME);
    assertThat(Graphs.runWithGradients(graph, Map.of(), List.of(), List.of("norm0")).gradients())
        .containsKey("norm0");
  }

  private static List<String> opsThatRun(SameDiff graph) {
    return Schedule.of(graph, Set.of("y")).orElseThrow().ops().stream()
        .map(op -> op.getOp().opName())
        .toList();
  }
}
