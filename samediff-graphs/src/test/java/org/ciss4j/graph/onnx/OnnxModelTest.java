// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.InferenceGraph;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.RandomFeatures;
import org.ciss4j.graph.model.ResNet;
import org.ciss4j.graph.model.SegmentationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Models run by ONNX Runtime, against the networks that they are made of. */
class OnnxModelTest {
  private static final double TOLERANCE = 1e-4;
  private static final float THRESHOLD = 0.6f;
  private static final HeadLayout LAYOUT = new HeadLayout(List.of(3, 2));
  private static final Network SMALL = new Network(ResNet.tiny(), 8);
  private static final RandomFeatures RANDOM =
      new RandomFeatures(20, List.of(RandomFeatures.Block.ASPP, RandomFeatures.Block.BACKBONE));
  private static final RandomFeatures RANDOM_ON_STAGES =
      new RandomFeatures(20, List.of(RandomFeatures.Block.values()));
  private static final OnnxModel.Colours COLOURS =
      new OnnxModel.Colours(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

  @TempDir private Path folder;

  /** What a model says. */
  private record Answer(INDArray logits, int[] labels) {}

  static Stream<Network> networks() {
    List<Network> named = Network.named();
    return Stream.concat(
        named.stream(),
        Stream.of(named.get(0).withOutputStride(8), named.get(1).withOutputStride(32)));
  }

  static List<HeadLayout> layouts() {
    return List.of(
        LAYOUT,
        new HeadLayout(List.of(1)),
        LAYOUT.withBackground(),
        LAYOUT.convolved(false),
        LAYOUT.convolved(true),
        LAYOUT.withBackground().on(RANDOM),
        LAYOUT.withBackground().on(RANDOM_ON_STAGES));
  }

  /** Parameters in which nothing is 0, 1 or unused. */
  private static Parameters parameters(Network network, HeadLayout layout) {
    Parameters result = new Parameters(3);
    SegmentationGraph.build(network, layout, Mode.INFERENCE, result);
    Random random = new Random(4);
    result
        .arrays()
        .forEach(
            (name, array) -> {
              boolean isMean = name.endsWith("running_mean");
              boolean positive = name.endsWith("running_var");
              for (long i = 0; i < array.length() && (isMean || positive); i++) {
                array.putScalar(
                    i, isMean ? 0.1 * random.nextGaussian() : 0.5 + random.nextDouble());
              }
              if (HeadLayout.isClassifier(name) && name.endsWith(".weight")) {
                array.muli(10);
              }
            });
    return result;
  }

  private static INDArray image(int n, int height, int width) {
    Random random = new Random(9);
    float[] values = new float[n * 3 * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape(n, 3, height, width);
  }

  private Path written(Network network, HeadLayout layout, Parameters parameters)
      throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxModel.of(network, layout, parameters, THRESHOLD, null, Map.of("classes", "a, b"))
        .write(file);
    return file;
  }

  private static Answer run(Path file, INDArray image) throws OrtException {
    FloatBuffer numbers = FloatBuffer.wrap(image.dup('c').data().asFloat());
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, numbers, image.shape())) {
      return run(file, Map.of("image", tensor));
    }
  }

  private static Answer run(Path file, Map<String, OnnxTensor> inputs) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session =
            OrtEnvironment.getEnvironment().createSession(file.toString(), options);
        OrtSession.Result result = session.run(inputs)) {
      OnnxTensor logits = (OnnxTensor) result.get("logits").orElseThrow();
      OnnxTensor labels = (OnnxTensor) result.get("labels").orElseThrow();
      float[] values = new float[logits.getFloatBuffer().remaining()];
      logits.getFloatBuffer().get(values);
      IntBuffer ints = labels.getIntBuffer();
      int[] numbers = new int[ints.remaining()];
      ints.get(numbers);
      return new Answer(Nd4j.createFromArray(values).reshape(logits.getInfo().getShape()), numbers);
    }
  }

  private static void assertClose(INDArray logits, INDArray expected) {
    assertThat(logits.shape()).isEqualTo(expected.shape());
    double largest = expected.amaxNumber().doubleValue();
    assertThat(largest).isGreaterThan(0.1);
    assertThat(logits.sub(expected).amaxNumber().doubleValue())
        .isLessThan(TOLERANCE * Math.max(1, largest));
  }

  private static INDArray expected(
      Network network, HeadLayout layout, Parameters parameters, INDArray image) {
    try (SegmentationGraph graph =
        SegmentationGraph.build(network, layout, Mode.INFERENCE, parameters)) {
      return graph.run(image, Endpoint.CLASS_LOGITS).get(Endpoint.CLASS_LOGITS).dup();
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void isWhatTheNetworkIs(Network network) throws IOException, OrtException {
    Parameters parameters = parameters(network, LAYOUT);
    Path file = written(network, LAYOUT, parameters);
    for (INDArray image : List.of(image(1, 45, 38), image(2, 33, 64))) {
      Answer answer = run(file, image);
      assertClose(answer.logits(), expected(network, LAYOUT, parameters, image));
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void labelsAreThoseOfTheGraphForNd4j(HeadLayout layout) throws IOException, OrtException {
    Parameters parameters = parameters(SMALL, layout);
    Path file = written(SMALL, layout, parameters);
    INDArray image = image(2, 45, 38);
    Answer answer = run(file, image);
    assertClose(answer.logits(), expected(SMALL, layout, parameters, image));
    SameDiff graph = InferenceGraph.build(SMALL, layout, parameters, THRESHOLD);
    int[] labels =
        graph.output(Map.of("image", image), "labels").get("labels").dup('c').data().asInt();
    assertThat(answer.labels()).hasSameSizeAs(labels);
    int different = 0;
    for (int i = 0; i < labels.length; i++) {
      different += labels[i] == answer.labels()[i] ? 0 : 1;
    }
    assertThat(different).as("pixels on the border of two labels").isLessThan(labels.length / 500);
    if (layout.classes() > 1) {
      assertThat(Arrays.stream(labels).distinct().count()).isGreaterThan(1);
    }
  }

  @Test
  void takesColoursIfItIsToNormalise() throws IOException, OrtException {
    Parameters parameters = parameters(SMALL, LAYOUT);
    Path file = folder.resolve("model.onnx");
    OnnxModel model = OnnxModel.of(SMALL, LAYOUT, parameters, THRESHOLD, COLOURS, Map.of());
    model.write(file);
    assertThat(model.input()).isEqualTo("pixels");
    int height = 31;
    int width = 52;
    byte[] rgb = new byte[height * width * 3];
    new Random(2).nextBytes(rgb);
    float[] normalised = new float[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      int c = i % 3;
      float share = Byte.toUnsignedInt(rgb[i]) / 255f;
      normalised[c * height * width + i / 3] =
          (share - COLOURS.mean().get(c)) / COLOURS.standardDeviation().get(c);
    }
    INDArray image = Nd4j.createFromArray(normalised).reshape(1, 3, height, width);
    long[] shape = {1, height, width, 3};
    ByteBuffer bytes = ByteBuffer.allocateDirect(rgb.length).put(rgb).rewind();
    try (OnnxTensor tensor =
        OnnxTensor.createTensor(
            OrtEnvironment.getEnvironment(), bytes, shape, OnnxJavaType.UINT8)) {
      Answer answer = run(file, Map.of("pixels", tensor));
      assertClose(answer.logits(), expected(SMALL, LAYOUT, parameters, image));
    }
  }

  @Test
  void saysWhatItIs() throws IOException, OrtException {
    Path file = written(SMALL, LAYOUT, parameters(SMALL, LAYOUT));
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString())) {
      assertThat(session.getMetadata().getProducerName()).isEqualTo("ciss4j");
      assertThat(session.getMetadata().getCustomMetadata()).containsEntry("classes", "a, b");
      TensorInfo image = (TensorInfo) session.getInputInfo().get("image").getInfo();
      assertThat(image.getShape()).containsExactly(-1, 3, -1, -1);
      assertThat(image.getDimensionNames()).containsExactly("N", "", "H", "W");
      assertThat(session.getOutputNames()).containsExactly("logits", "labels");
    }
  }
}
