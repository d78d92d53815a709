// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.exec.Schedule;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
    Graphs.Result fused = run(block.graph(Backend.CPU.ops(), true));
    assertSame(fused, run(block.graph(Backend.CPU.ops(), false)));
    assertSame(fused, run(block.graph(Backend.PORTABLE.ops(), true)));
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
    assertThat(opsThatRun(block.graph(Backend.CPU.ops(), true)))
        .contains(JavaOp.nameOf(ConvNorm.class))
        .doesNotContain(
            JavaOp.nameOf(Conv2d.class),
            JavaOp.nameOf(FrozenBatchNorm.class),
            JavaOp.nameOf(AddRelu.class));
  }

  @Test
  void trainableScalesAreLeftAlone() {
    Block block = new Block(3, 4, ConvOptions.same(3, 1), Activation.NONE, true);
    SameDiff graph = block.graph(Backend.CPU.ops(), false);
    assertThat(opsThatRun(graph))
        .contains(
            JavaOp.nameOf(Conv2d.class),
            JavaOp.nameOf(FrozenBatchNorm.class),
            JavaOp.nameOf(AddRelu.class));
    assertThat(Graphs.runWithGradients(graph, Map.of(), List.of(), List.of("norm0")).gradients())
        .containsKey("norm0");
  }

  /** Losses on logits {@code [2, 3, h, w]} resized to 9 x 7, and their gradients. */
  private enum Loss {
    NOTHING {
      @Override
      SDVariable of(Ops ops, SDVariable z) {
        return ops.crossEntropyAgainstNothing(z);
      }
    },
    LABELS {
      @Override
      SDVariable of(Ops ops, SDVariable z) {
        int[] labels = IntStream.range(0, 2 * 9 * 7).map(i -> i % 5 == 4 ? 255 : i % 5).toArray();
        SDVariable constant =
            z.getSameDiff().constant(Nd4j.createFromArray(labels).reshape(2, 9, 7));
        return ops.crossEntropyAgainstLabels(z, constant, 1, 35);
      }
    },
    PROBABILITIES {
      @Override
      SDVariable of(Ops ops, SDVariable z) {
        Tensor y = Tensor.random(4, 2, 3, 9, 7).map(v -> Math.min(1, Math.abs(v)));
        return ops.crossEntropyAgainstProbabilities(z, z.getSameDiff().constant(y.array()));
      }
    };

    abstract SDVariable of(Ops ops, SDVariable z);

    SameDiff graph(Ops ops, int height, int width) {
      SameDiff graph = Graphs.create();
      SDVariable small = graph.var("x", Tensor.random(1, 2, 3, height, width).array());
      SDVariable image = graph.constant("image", Nd4j.zeros(DataType.FLOAT, 2, 3, 9, 7));
      SDVariable z = graph.identity("z", ops.resizeLike(small.mul(3), image));
      Graphs.differentiate(graph, graph.identity("y", of(ops, z)));
      return graph;
    }
  }

  @ParameterizedTest(name = "{0}, from {1} x {2}")
  @CsvSource({
    "NOTHING, 3, 2",
    "NOTHING, 9, 7",
    "NOTHING, 1, 1",
    "LABELS, 2, 3",
    "LABELS, 9, 7",
    "LABELS, 20, 15",
    "PROBABILITIES, 4, 4",
    "PROBABILITIES, 1, 7"
  })
  void lossOfResizedLogitsEqualsItsParts(Loss loss, int height, int width) {
    Graphs.Result[] results = new Graphs.Result[2];
    for (int i = 0; i < results.length; i++) {
      SameDiff graph =
          loss.graph(i == 0 ? Backend.CPU.ops() : Backend.PORTABLE.ops(), height, width);
      results[i] = Graphs.runWithGradients(graph, Map.of(), List.of("y"), List.of("x"));
    }
    OpCheck.assertClose(
        "value",
        Tensor.of(results[0].outputs().get("y")).values(),
        Tensor.of(results[1].outputs().get("y")).values());
    OpCheck.assertClose(
        "gradient",
        Tensor.of(results[0].gradients().get("x")).values(),
        Tensor.of(results[1].gradients().get("x")).values());
  }

  @Test
  void logitsAreNotResizedForALossAlone() {
    assertThat(opsThatRun(Loss.LABELS.graph(Backend.CPU.ops(), 3, 2)))
        .contains(JavaOp.nameOf(BinaryCrossEntropy.class))
        .doesNotContain(JavaOp.nameOf(ResizeLike.class));
  }

  @Test
  void labelsOfAnotherSizeThanTheImageAreRefused() {
    SameDiff graph = Graphs.create();
    SDVariable small = graph.var("x", Nd4j.zeros(DataType.FLOAT, 2, 3, 4, 4));
    SDVariable image = graph.constant("image", Nd4j.zeros(DataType.FLOAT, 2, 3, 9, 8));
    Loss.LABELS.of(Backend.CPU.ops(), Backend.CPU.ops().resizeLike(small, image)).rename("y");
    assertThatThrownBy(() -> Graphs.run(graph, Map.of(), List.of("y")))
        .hasStackTraceContaining("expects logits [N, C, H, W] and labels [N, H, W]");
  }

  @Test
  void featuresBehindAReluAreKnownToBeNonNegative() {
    SameDiff graph =
        new Block(3, 4, ConvOptions.same(3, 1), Activation.RELU, false)
            .graph(Backend.CPU.ops(), true);
    SDVariable x = graph.getVariable("x");
    SDVariable vector = graph.constant(Nd4j.ones(DataType.FLOAT, 3));
    SDVariable normalized =
        Backend.CPU.ops().batchNorm(x, vector, vector, EPSILON, Activation.RELU).output();
    SDVariable dropped =
        Backend.CPU.ops().dropout(graph.identity(normalized), 0.5, graph.constant(Nd4j.scalar(1L)));
    assertThat(Fusion.neverNegative(dropped)).isTrue();
    assertThat(Fusion.neverNegative(Backend.CPU.ops().addRelu(x, x))).isTrue();
    assertThat(Fusion.neverNegative(x)).isFalse();
    assertThat(Fusion.neverNegative(dropped.mul(-1))).isFalse();
    assertThat(
            Fusion.neverNegative(
                Backend.CPU.ops().batchNorm(x, vector, vector, EPSILON, Activation.NONE).output()))
        .isFalse();
  }

  /** Constant weights are reordered once; not so that another size of the input is forgotten. */
  @Test
  void constantWeightsServeInputsOfAnySize() {
    Tensor weights = Tensor.random(2, 16, 8, 3, 3);
    Tensor[] norm = {
      Tensor.random(3, 16),
      Tensor.random(4, 16),
      Tensor.random(5, 16),
      Tensor.random(6, 16).map(v -> v * v + 0.1)
    };
    SameDiff[] graphs = new SameDiff[2];
    for (int i = 0; i < graphs.length; i++) {
      SameDiff graph = Graphs.create();
      SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, -1, -1, 8);
      SDVariable w =
          i == 0 ? graph.constant("w", weights.array()) : graph.var("w", weights.array());
      SDVariable[] n =
          Stream.of(norm).map(v -> graph.constant(v.array())).toArray(SDVariable[]::new);
      SDVariable y = Backend.CPU.ops().conv2d(x, w, ConvOptions.same(3, 1));
      graph.identity(
          "y",
          Backend.CPU.ops().frozenBatchNorm(y, n[0], n[1], n[2], n[3], EPSILON, Activation.RELU));
      graphs[i] = graph;
    }
    for (int size : new int[] {5, 5, 8, 5, 1, 13}) {
      Map<String, INDArray> input = Map.of("x", Tensor.random(size, 2, size, size + 1, 8).array());
      double[] packed = Tensor.of(Graphs.run(graphs[0], input, List.of("y")).get("y")).values();
      double[] plain = Tensor.of(Graphs.run(graphs[1], input, List.of("y")).get("y")).values();
      assertThat(packed).containsExactly(plain);
      if (size == 8) {
        Graphs.forget(graphs[0]);
      }
    }
  }

  /** As a teacher does, whose weights would lie there twice otherwise. */
  @Test
  void constantsThatAnOpOwnsAreKeptInItsLayoutAlone() {
    Tensor weights = Tensor.random(3, 16, 8, 3, 3);
    INDArray ofOne = weights.array().dup();
    INDArray ofTwo = weights.array().dup();
    SameDiff graph = Graphs.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, -1, -1, 8);
    SDVariable two = graph.constant("two", ofTwo);
    normalised("y", x, graph.constant("one", ofOne));
    normalised("z", x, two);
    normalised("again", x, two);
    SameDiff plain = Graphs.create();
    normalised(
        "y",
        plain.placeHolder("x", DataType.FLOAT, -1, -1, -1, 8),
        plain.var("one", weights.array()));
    Graphs.giveConstants(graph);
    for (int size : new int[] {5, 8, 1, 13}) {
      Map<String, INDArray> input = Map.of("x", Tensor.random(size, 2, size, size + 1, 8).array());
      Graphs.Values values = Graphs.run(graph, input, List.of("y", "z", "again"));
      double[] expected = Tensor.of(Graphs.run(plain, input, List.of("y")).get("y")).values();
      for (String name : values.arrays().keySet()) {
        assertThat(Tensor.of(values.get(name)).values()).as(name).containsExactly(expected);
      }
    }
    assertThat(ofOne.wasClosed()).isTrue();
    assertThat(ofTwo.wasClosed()).as("two ops read it").isFalse();
  }

  private static void normalised(String name, SDVariable x, SDVariable weights) {
    SameDiff graph = x.getSameDiff();
    SDVariable one = graph.constant(Nd4j.ones(DataType.FLOAT, 16));
    SDVariable y = Backend.CPU.ops().conv2d(x, weights, ConvOptions.same(3, 1));
    graph.identity(
        name, Backend.CPU.ops().frozenBatchNorm(y, one, one, one, one, EPSILON, Activation.RELU));
  }

  /** Memory that only the garbage collector would free, hundreds of megabytes for each size. */
  @Test
  void constantWeightsAreKeptOnceForManySizes() {
    long bytes = 4L * 128 * 128 * 3 * 3;
    SameDiff graph = Graphs.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, -1, -1, 128);
    SDVariable w = graph.constant("w", Nd4j.ones(DataType.FLOAT, 128, 128, 3, 3));
    SDVariable one = graph.constant("one", Nd4j.ones(DataType.FLOAT, 128));
    SDVariable y = Backend.CPU.ops().conv2d(x, w, ConvOptions.same(3, 1));
    graph.identity(
        "y", Backend.CPU.ops().frozenBatchNorm(y, one, one, one, one, EPSILON, Activation.RELU));
    assertThat(packedBytes(graph)).isZero();
    for (int size = 24; size > 0; size--) {
      Map<String, INDArray> input = Map.of("x", Nd4j.ones(DataType.FLOAT, 1, size, size, 128));
      Graphs.run(graph, input, List.of("y")).close();
    }
    assertThat(packedBytes(graph)).isGreaterThanOrEqualTo(bytes).isLessThan(8 * bytes);
    Graphs.forget(graph);
    assertThat(packedBytes(graph)).isZero();
  }

  /** Counted by the ops themselves: the process also holds what other tests have left behind. */
  private static long packedBytes(SameDiff graph) {
    return graph.getOps().values().stream()
        .map(SameDiffOp::getOp)
        .filter(ConvNorm.class::isInstance)
        .mapToLong(op -> ((ConvNorm) op).packedBytes())
        .sum();
  }

  private static List<String> opsThatRun(SameDiff graph) {
    return Schedule.of(graph, Set.of("y")).orElseThrow().ops().stream()
        .map(op -> op.getOp().opName())
        .toList();
  }
}
