// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.memory.ArrayPool;
import org.ciss4j.graph.memory.Floats;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tensors above 2^29 elements, where Java's buffers end: what is computed of the last image of a
 * batch is what is computed of that image alone.
 */
@Tag("large")
class LargeTensorsTest {
  /** More than 2^29 elements with any of the shapes below, each of 2^24 elements. */
  private static final int IMAGES = 33;

  private static final long[] LAST = {1024, 1024, 16};
  private static final long[] FIRST = {16, 1024, 1024};
  private static final int ELEMENTS = 1 << 24;
  private static final long NEEDED = 10L << 30;

  @BeforeEach
  void hasMemory() {
    long there = Pointer.availablePhysicalBytes();
    assumeTrue(there > NEEDED, "needs 10 GiB of memory, there are " + (there >> 20) + " MiB");
    assertThat((long) IMAGES * ELEMENTS).isGreaterThan(1L << 29);
  }

  @AfterEach
  void free() {
    ArrayPool.ofThread().close();
  }

  static Stream<Arguments> ops() {
    return Stream.of(
        of("conv2d", LAST, x -> Backend.CPU.ops().conv2d(x, filters(x), ConvOptions.PLAIN)),
        of("frozen norm", LAST, LargeTensorsTest::frozenNorm),
        of("add and ReLU", LAST, x -> Backend.CPU.ops().addRelu(x, x)),
        of("ReLU gradient", LAST, x -> new ReluGradient(x, x).outputVariable()),
        of("max pool", LAST, x -> Backend.CPU.ops().maxPool(x, 3, 2, 1)),
        of("mean of pixels", LAST, x -> Backend.CPU.ops().globalAveragePool(x)),
        of(
            "spread",
            LAST,
            x -> Backend.CPU.ops().spreadLike(Backend.CPU.ops().globalAveragePool(x), x)),
        of("channels first", LAST, x -> Backend.CPU.ops().channelsFirst(x)),
        of("channels last", FIRST, x -> Backend.CPU.ops().channelsLast(x)),
        of("sigmoid", LAST, x -> Backend.CPU.ops().sigmoid(x)),
        of("scale", LAST, x -> new ScaleBy(x, x.getSameDiff().constant(3f)).outputVariable()),
        of("scores", LAST, LargeTensorsTest::scores),
        of("larger", FIRST, x -> resized(x, 1040, 1030)),
        of("smaller", FIRST, x -> resized(x, 64, 64)),
        of("larger from small", new long[] {16, 32, 32}, x -> resized(x, 1024, 1024)),
        of(
            "gradient of larger",
            FIRST,
            x -> new ResizeLikeGradient(resized(x, 33, 31), x).outputVariable()));
  }

  private static Arguments of(String name, long[] shape, UnaryOperator<SDVariable> op) {
    return Arguments.of(name, shape, op);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ops")
  void theLastImageIsAsIfAlone(String name, long[] shape, UnaryOperator<SDVariable> op) {
    float[] expected;
    try (INDArray alone = run(op, batch(1, shape))) {
      expected = alone.reshape(-1).toFloatVector();
    }
    try (INDArray together = run(op, batch(IMAGES, shape))) {
      assertThat(distance(lastImage(together), expected)).as(name).isLessThan(1e-5);
    }
  }

  @Test
  void dropout() {
    UnaryOperator<SDVariable> op =
        x -> Backend.CPU.ops().dropout(x, 0.25, x.getSameDiff().constant(Nd4j.scalar(7L)));
    float[] x = image(ELEMENTS);
    try (INDArray y = run(op, batch(IMAGES, LAST))) {
      float[] dropped = lastImage(y);
      int fallen = 0;
      for (int i = 0; i < x.length; i++) {
        fallen += dropped[i] == 0 ? 1 : 0;
        assertThat(dropped[i] == 0 || Math.abs(dropped[i] - x[i] / 0.75f) < 1e-5).isTrue();
      }
      assertThat((double) fallen / x.length).isCloseTo(0.25, within(0.001));
    }
  }

  @Test
  void statisticsOfABatch() {
    UnaryOperator<SDVariable> mean =
        x ->
            Backend.CPU
                .ops()
                .batchNorm(x, vector(x, 1), vector(x, 0), 1e-5, Activation.NONE)
                .mean();
    float[] alone = run(mean, batch(1, LAST)).toFloatVector();
    float[] together = run(mean, batch(IMAGES, LAST)).toFloatVector();
    for (int c = 0; c < alone.length; c++) {
      assertThat(together[c] * IMAGES).isCloseTo(alone[c], within(1e-4f));
    }
  }

  /** All images but the last are void. */
  @Test
  void binaryCrossEntropyAgainstLabels() {
    lossAsIfAlone(
        (z, labels) ->
            BinaryCrossEntropy.againstLabels(
                new Fusion.Resized(z, Optional.empty()), labels, 1, 2));
  }

  @Test
  void softmaxCrossEntropyAgainstLabels() {
    lossAsIfAlone(
        (z, labels) ->
            SoftmaxCrossEntropy.againstLabels(
                new Fusion.Resized(z, Optional.empty()), labels, 1, Optional.empty()));
  }

  /** A loss of logits and labels. */
  private interface Loss {
    SDVariable of(SDVariable logits, SDVariable labels);
  }

  private static void lossAsIfAlone(Loss loss) {
    double alone;
    float[] gradient;
    try (Graphs.Result result = differentiated(loss, 1)) {
      alone = result.outputs().get("loss").getDouble(0);
      gradient = lastImage(result.gradients().get("z"));
    }
    try (Graphs.Result result = differentiated(loss, IMAGES)) {
      assertThat(result.outputs().get("loss").getDouble(0)).isCloseTo(alone, within(1e-6));
      assertThat(distance(lastImage(result.gradients().get("z")), gradient)).isLessThan(1e-9);
    }
  }

  private static Graphs.Result differentiated(Loss loss, int images) {
    SameDiff graph = Graphs.create();
    SDVariable z = graph.var("z", batch(images, FIRST));
    SDVariable labels = graph.placeHolder("labels", DataType.INT32, -1, -1, -1);
    Graphs.differentiate(graph, graph.identity("loss", loss.of(z, labels)));
    INDArray given = Nd4j.valueArrayOf(new long[] {images, 1024, 1024}, 255, DataType.INT32);
    int[] ofLast = new Random(5).ints(1 << 20, 0, 16).toArray();
    given.slice(images - 1).assign(Nd4j.createFromArray(ofLast).reshape(1024, 1024));
    return Graphs.runWithGradients(graph, Map.of("labels", given), List.of("loss"), List.of("z"));
  }

  private static INDArray run(UnaryOperator<SDVariable> op, INDArray x) {
    SameDiff graph = Graphs.create();
    SDVariable y = op.apply(graph.placeHolder("x", DataType.FLOAT, x.shape()));
    try (x) {
      return Graphs.run(graph, Map.of("x", x), List.of(y.name())).get(y.name());
    }
  }

  /** AssertJ compares arrays of some millions of numbers for hours. */
  private static double distance(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs(actual[i] - expected[i]);
      if (Double.isNaN(difference)) {
        return difference;
      }
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  /** Zeros but for the last image. */
  private static INDArray batch(int images, long[] shape) {
    long[] all = {images, shape[0], shape[1], shape[2]};
    INDArray batch = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', all);
    batch.assign(0);
    int elements = (int) (shape[0] * shape[1] * shape[2]);
    Floats.of(batch).write(batch.length() - elements, image(elements));
    return batch;
  }

  private static float[] image(int elements) {
    Random random = new Random(3);
    float[] image = new float[elements];
    for (int i = 0; i < elements; i++) {
      image[i] = random.nextFloat() * 2 - 0.9f;
    }
    return image;
  }

  private static float[] lastImage(INDArray batch) {
    float[] image = new float[(int) (batch.length() / batch.size(0))];
    Floats.of(batch).read(batch.length() - image.length, image);
    return image;
  }

  private static SDVariable resized(SDVariable x, long height, long width) {
    SDVariable reference =
        x.getSameDiff().constant(Nd4j.zeros(DataType.FLOAT, 1, 1, height, width));
    return Backend.CPU.ops().resizeLike(x, reference);
  }

  private static SDVariable filters(SDVariable x) {
    return x.getSameDiff().constant(Tensor.random(1, 16, 16, 1, 1).array());
  }

  private static SDVariable vector(SDVariable x, double value) {
    return x.getSameDiff().constant(Nd4j.valueArrayOf(new long[] {16}, value, DataType.FLOAT));
  }

  private static SDVariable frozenNorm(SDVariable x) {
    SDVariable two = vector(x, 2);
    return Backend.CPU.ops().frozenBatchNorm(x, two, two, two, two, 1e-5, Activation.RELU);
  }

  private static SDVariable scores(SDVariable x) {
    SDVariable weights = x.getSameDiff().constant(Tensor.random(2, 8, 16).array());
    return Backend.CPU.ops().decomposedLogits(x, weights, SignRule.PRODUCT).negative();
  }
}
