// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.graph.Graphs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The graph for use elsewhere, against the network that it is made of. */
class InferenceGraphTest {
  private static final double TOLERANCE = 1e-4;
  private static final HeadLayout LAYOUT = new HeadLayout(List.of(3, 2));
  private static final Network NETWORK = new Network(ResNet.tiny(), 8);
  private static final float THRESHOLD = 0.6f;

  private static final Path SOURCE = Path.of("src/test/resources/RunExported.java");

  @TempDir Path folder;

  private final Parameters parameters = parameters();
  private final SegmentationGraph network =
      SegmentationGraph.build(NETWORK, LAYOUT, Mode.INFERENCE, parameters);

  private static Parameters parameters() {
    Parameters result = new Parameters(3);
    SegmentationGraph.build(NETWORK, LAYOUT, Mode.INFERENCE, result);
    Random random = new Random(4);
    result
        .arrays()
        .forEach(
            (name, array) -> {
              boolean isMean = name.endsWith("running_mean");
              for (long i = 0; i < array.length() && name.contains("running_"); i++) {
                double value = isMean ? 0.2 * random.nextGaussian() : 0.2 + random.nextDouble();
                array.putScalar(i, value);
              }
            });
    // Logits of both signs for every class, so that labels differ from pixel to pixel.
    result.get("cls.1.weight").muli(40);
    result.get("cls.2.weight").muli(40);
    INDArray mean =
        SegmentationGraph.build(NETWORK, LAYOUT, Mode.INFERENCE, result)
            .run(image(1, 45, 38), Endpoint.CLASS_LOGITS)
            .values()
            .iterator()
            .next()
            .mean(0, 2, 3);
    result.get("cls.1.bias").subi(mean.get(NDArrayIndex.interval(0, 3)));
    result.get("cls.2.bias").subi(mean.get(NDArrayIndex.interval(3, 5)));
    return result;
  }

  /** With a background channel the largest logit wins, and the threshold means nothing. */
  @Test
  void withABackgroundChannelTheLargestLogitWins() {
    HeadLayout layout = LAYOUT.withBackground();
    Parameters own = new Parameters(3);
    SegmentationGraph.build(NETWORK, layout, Mode.INFERENCE, own);
    own.get("cls.1.bias").assign(0);
    own.get("cls.1.weight").muli(40);
    INDArray image = image(1, 45, 38);
    SameDiff graph = InferenceGraph.build(NETWORK, layout, own, 0.99);
    Map<String, INDArray> outputs =
        graph.output(
            Map.of(SegmentationGraph.IMAGE, image), InferenceGraph.LOGITS, InferenceGraph.LABELS);
    INDArray logits = outputs.get(InferenceGraph.LOGITS);
    assertThat(logits.shape()).containsExactly(1, 6, 45, 38);
    assertThat(outputs.get(InferenceGraph.LABELS))
        .isEqualTo(logits.argMax(1).castTo(DataType.INT32));
  }

  /** With an unknown channel that is background too, and all probabilities are apart. */
  @Test
  void theUnknownIsBackground() {
    HeadLayout layout = LAYOUT.convolved(true);
    Parameters own = new Parameters(3);
    SegmentationGraph plain = SegmentationGraph.build(NETWORK, layout, Mode.INFERENCE, own);
    for (String name : List.of("cls.unknown", "cls.background", "cls.1", "cls.2")) {
      own.get(name + ".weight").muli(9);
    }
    INDArray image = image(1, 45, 38);
    SameDiff graph = InferenceGraph.build(NETWORK, layout, own, 0.99);
    Map<String, INDArray> outputs =
        graph.output(
            Map.of(SegmentationGraph.IMAGE, image), InferenceGraph.LOGITS, InferenceGraph.LABELS);
    INDArray logits = outputs.get(InferenceGraph.LOGITS);
    INDArray expected = plain.run(image, Endpoint.CLASS_LOGITS).get(Endpoint.CLASS_LOGITS);
    assertThat(logits.shape()).containsExactly(1, 7, 45, 38);
    assertThat(logits.sub(expected).amaxNumber().doubleValue())
        .isLessThan(TOLERANCE * expected.amaxNumber().doubleValue());
    float[] values = logits.dup('c').data().asFloat();
    int pixels = 45 * 38;
    int[] wanted = new int[pixels];
    for (int i = 0; i < pixels; i++) {
      double best = sigmoid(values[i]) + sigmoid(values[pixels + i]);
      for (int label = 1; label <= 5; label++) {
        double probability = sigmoid(values[(label + 1) * pixels + i]);
        if (probability > best) {
          best = probability;
          wanted[i] = label;
        }
      }
    }
    assertThat(outputs.get(InferenceGraph.LABELS).dup('c').data().asInt()).isEqualTo(wanted);
    assertThat(Arrays.stream(wanted).distinct().count()).isGreaterThan(2);
  }

  private static double sigmoid(float logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static INDArray image(int n, int height, int width) {
    Random random = new Random(9);
    float[] values = new float[n * 3 * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape(n, 3, height, width);
  }

  private void assertOfNetwork(INDArray image, INDArray logits, INDArray labels) {
    INDArray expected = network.run(image, Endpoint.CLASS_LOGITS).get(Endpoint.CLASS_LOGITS);
    assertThat(logits.shape()).isEqualTo(expected.shape());
    assertThat(logits.sub(expected).amaxNumber().doubleValue())
        .isLessThan(TOLERANCE * expected.amaxNumber().doubleValue());
    assertThat(labels.shape()).isEqualTo(new long[] {image.size(0), image.size(2), image.size(3)});
    assertThat(labels.dup('c').data().asInt()).isEqualTo(labels(logits));
    assertThat(Arrays.stream(labels(logits)).distinct().count()).isGreaterThan(1);
  }

  /** The rule in plain Java: the most probable class, if it is probable enough. */
  private static int[] labels(INDArray logits) {
    int classes = (int) logits.size(1);
    int pixels = (int) (logits.size(2) * logits.size(3));
    float[] values = logits.dup('c').data().asFloat();
    int[] result = new int[values.length / classes];
    for (int i = 0; i < result.length; i++) {
      float best = (float) Math.log(THRESHOLD / (1 - THRESHOLD));
      for (int c = 0; c < classes; c++) {
        float logit = values[(i / pixels * classes + c) * pixels + i % pixels];
        if (logit > best) {
          best = logit;
          result[i] = c + 1;
        }
      }
    }
    return result;
  }

  @Test
  void holdsNoOpOfOurs() {
    SameDiff graph = InferenceGraph.build(NETWORK, LAYOUT, parameters, THRESHOLD);
    assertThat(graph.ops()).isNotEmpty();
    assertThat(graph.ops())
        .allMatch(op -> op.getClass().getName().startsWith("org.nd4j."), "is ND4J's");
    INDArray image = image(2, 33, 50);
    Graphs.Values values =
        Graphs.run(
            graph, Map.of("image", image), List.of(InferenceGraph.LOGITS, InferenceGraph.LABELS));
    assertOfNetwork(image, values.get(InferenceGraph.LOGITS), values.get(InferenceGraph.LABELS));
  }

  /** What a normalisation computes from its parameters alone is computed before. */
  @ParameterizedTest
  @MethodSource("backbones")
  void normalisationsAreFolded(Backbone backbone) {
    Network small = new Network(backbone, 4);
    Parameters own = new Parameters(8);
    SegmentationGraph plain = SegmentationGraph.build(small, LAYOUT, Mode.INFERENCE, own);
    Random random = new Random(10);
    own.arrays()
        .forEach(
            (name, array) -> {
              boolean drawn = name.contains("running_") || name.endsWith(".bias");
              for (long i = 0; drawn && i < array.length(); i++) {
                array.putScalar(i, 0.5 + random.nextDouble());
              }
            });
    Map<String, INDArray> before =
        own.arrays().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().dup()));
    SameDiff graph = InferenceGraph.build(small, LAYOUT, own, THRESHOLD);
    assertThat(graph.ops())
        .extracting(DifferentialFunction::opName)
        .doesNotContain("sqrt", "stop_gradient");
    assertThat(graph.variables()).noneMatch(variable -> variable.name().contains("running_"));
    INDArray image = image(1, 33, 50);
    INDArray logits =
        Graphs.run(graph, Map.of("image", image), List.of(InferenceGraph.LOGITS))
            .get(InferenceGraph.LOGITS);
    INDArray expected = plain.run(image, Endpoint.CLASS_LOGITS).get(Endpoint.CLASS_LOGITS);
    assertThat(logits.sub(expected).amaxNumber().doubleValue())
        .isLessThan(TOLERANCE * expected.amaxNumber().doubleValue());
    assertThat(own.arrays()).isEqualTo(before);
  }

  static Stream<Backbone> backbones() {
    return Stream.of(
        new ResNet("bottleneck", true, List.of(1, 1, 1, 1), 2, 16),
        new ResNet("basic", false, List.of(1, 1, 1, 1), 2, 8),
        new MobileNetV2(16));
  }

  /** In a JVM that has ND4J and not us, started from a source file. */
  @Test
  @Timeout(300)
  void runsWhereNothingIsButNd4j() throws Exception {
    File model = folder.resolve("model.fb").toFile();
    InferenceGraph.build(NETWORK, LAYOUT, parameters, THRESHOLD).save(model, false);
    INDArray image = image(1, 45, 38);
    File input = folder.resolve("image").toFile();
    Nd4j.saveBinary(image, input);
    File logits = folder.resolve("logits").toFile();
    File labels = folder.resolve("labels").toFile();
    assertThat(runExported(model, input, logits, labels)).isZero();
    assertOfNetwork(image, Nd4j.readBinary(logits), Nd4j.readBinary(labels));
  }

  @Test
  void thePageShowsTheLinesThatRanThere() throws IOException {
    List<String> lines =
        Files.readAllLines(SOURCE).stream()
            .map(String::strip)
            .filter(line -> line.contains("SameDiff.load") || line.contains("model.output"))
            .toList();
    assertThat(lines).hasSize(2);
    assertThat(Files.readString(Path.of("../toolkit/docs/deploy.md"))).contains(lines);
  }

  private int runExported(File... files) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", withoutUs(), SOURCE.toString()));
    Arrays.stream(files).map(File::toString).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
        .waitFor();
  }

  /** The jars of the class path that are neither ours nor what our own ops stand on. */
  private static String withoutUs() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> !new File(entry).getName().matches("(ciss4j|dnnl|opencl).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void otherParametersAreRefused() {
    Parameters few = Parameters.trained(Map.of());
    assertThatThrownBy(() -> InferenceGraph.build(NETWORK, LAYOUT, few, THRESHOLD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is missing");
  }
}
