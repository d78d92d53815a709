// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.SignRule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Single ops on maps of the sizes that training has; value alone, and value with gradients. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(1)
@State(Scope.Benchmark)
public class OpBenchmark {

  /** What is measured: an op on a map x {@code [N, H, W, C]}. */
  public enum Case {
    /** A 3x3 convolution of ResNet-101's third stage at crop 512. */
    CONV_3X3(List.of(2, 32, 32, 256), (ops, x) -> List.of(conv(ops, x, 256, 3, 1))),
    /** The same, dilated as in the ASPP. */
    CONV_3X3_DILATED_12(List.of(2, 32, 32, 256), (ops, x) -> List.of(conv(ops, x, 256, 3, 12))),
    /** A 1x1 convolution that widens. */
    CONV_1X1(List.of(2, 32, 32, 256), (ops, x) -> List.of(conv(ops, x, 1024, 1, 1))),
    /** Normalisation by batch statistics with ReLU. */
    BATCH_NORM(
        List.of(2, 128, 128, 256),
        (ops, x) ->
            List.of(
                ops.batchNorm(x, weights(x, 256), weights(x, 256), 1e-5, Activation.RELU)
                    .output())),
    /** Max pooling of the stem. */
    MAX_POOL(List.of(2, 256, 256, 64), (ops, x) -> List.of(ops.maxPool(x, 3, 2, 1))),
    /** Classification of 20 classes by a 1x1 convolution. */
    CLASSIFICATION(List.of(4, 128, 128, 256), (ops, x) -> List.of(conv(ops, x, 20, 1, 1))),
    /** Both reasoning scores of 20 classes, of features that must be looked at for a sign. */
    DECOMPOSED_LOGITS_OF_ANY_FEATURES(
        List.of(4, 128, 128, 256),
        (ops, x) -> {
          Ops.Scores scores = ops.decomposedLogits(x, weights(x, 20, 256), SignRule.PRODUCT);
          return List.of(scores.positive(), scores.negative());
        }),
    /** The same by the sign of the weights alone, as behind a ReLU. */
    DECOMPOSED_LOGITS(
        List.of(4, 128, 128, 256),
        (ops, x) -> {
          Ops.Scores scores = ops.decomposedLogits(x, weights(x, 20, 256), SignRule.WEIGHT);
          return List.of(scores.positive(), scores.negative());
        }),
    /** Upsampling of 20 classes' logits by 16 and cross-entropy against labels. */
    CROSS_ENTROPY(List.of(2, 20, 32, 32), (ops, x) -> List.of(crossEntropy(ops, x)));

    private final List<Integer> shape;
    private final BiFunction<Ops, SDVariable, List<SDVariable>> op;

    Case(List<Integer> shape, BiFunction<Ops, SDVariable, List<SDVariable>> op) {
      this.shape = shape;
      this.op = op;
    }
  }

  /** Which op. */
  @Param public Case op;

  /** Ours, or those that any backend runs. */
  @Param({"fast", "portable"})
  public String ops;

  private SameDiff graph;
  private List<String> outputs;

  /** Builds the graph. */
  @Setup
  public void build() {
    Ops chosen = ops.equals("fast") ? Backend.CPU.ops() : Backend.PORTABLE.ops();
    graph = Graphs.create();
    long[] shape = op.shape.stream().mapToLong(Integer::longValue).toArray();
    SDVariable x = graph.var("x", Nd4j.rand(DataType.FLOAT, shape));
    List<SDVariable> results = op.op.apply(chosen, x);
    outputs = results.stream().map(SDVariable::name).toList();
    SDVariable total = results.stream().map(SDVariable::sum).reduce(SDVariable::add).orElseThrow();
    Graphs.differentiate(graph, total);
  }

  /** The op's value. */
  @Benchmark
  public void value() {
    Graphs.run(graph, Map.of(), outputs).close();
  }

  /** The op's value and the gradient of x. */
  @Benchmark
  public void gradient() {
    Graphs.runWithGradients(graph, Map.of(), outputs, List.of("x")).close();
  }

  private static SDVariable conv(Ops ops, SDVariable x, int outputs, int kernel, int dilation) {
    int inputs = (int) x.getShape()[3];
    return ops.conv2d(
        x, weights(x, outputs, inputs, kernel, kernel), ConvOptions.same(kernel, dilation));
  }

  private static SDVariable crossEntropy(Ops ops, SDVariable x) {
    SameDiff graph = x.getSameDiff();
    SDVariable image = graph.constant(Nd4j.zeros(DataType.FLOAT, 2, 3, 512, 512));
    SDVariable labels = graph.constant(Nd4j.zeros(DataType.INT32, 2, 512, 512));
    return ops.crossEntropyAgainstLabels(ops.resizeLike(x, image), labels, 1, 2);
  }

  private static SDVariable weights(SDVariable x, long... shape) {
    return x.getSameDiff().var(Nd4j.rand(DataType.FLOAT, shape).subi(0.5));
  }
}
