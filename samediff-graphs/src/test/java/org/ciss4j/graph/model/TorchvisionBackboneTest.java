// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.ciss4j.graph.Graphs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Backbones against torchvision's, whose parameters are filled by the same formula of their names;
 * {@code torchvision_backbones.py} beside the numbers says how these were made.
 */
class TorchvisionBackboneTest {
  private static final String PREFIX = "backbone.";
  private static final JsonNode RECORDED = recorded();

  private static JsonNode recorded() {
    String file = "torchvision_backbones.json";
    try (InputStream in = TorchvisionBackboneTest.class.getResourceAsStream(file)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<JsonNode> inference() {
    List<JsonNode> cases = new ArrayList<>();
    RECORDED.get("inference").forEach(cases::add);
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource
  void inference(JsonNode recorded) {
    Backbone backbone = Network.named(recorded.get("backbone").asText()).backbone();
    backbone = backbone.withOutputStride(recorded.get("outputStride").asInt());
    Parameters parameters = new Parameters(1);
    BackboneOnly.of(backbone, Mode.INFERENCE, parameters);
    fill(parameters);
    List<INDArray> stages = BackboneOnly.run(backbone, parameters, image(1, 3, 65, 49));
    assertThat(stages).hasSize(4);
    for (int i = 0; i < 4; i++) {
      near("stage " + i, stages.get(i), recorded.get("stages").get(i), 1e-4);
    }
  }

  @Test
  void mobileNetLearnsAlike() {
    Parameters parameters = new Parameters(1);
    BackboneOnly network = BackboneOnly.of(new MobileNetV2(16), new Mode(true, 0), parameters);
    fill(parameters);
    SDVariable y = network.stages().get(3);
    INDArray weights = numbers("weights", 4, 1280, 4, 4);
    SDVariable loss = y.mul(network.graph().constant("weights", weights)).sum();
    Graphs.differentiate(network.graph(), loss);
    List<String> outputs = new ArrayList<>(List.of(y.name()));
    network.layers().statistics().stream()
        .flatMap(s -> Stream.of(s.meanOutput(), s.varianceOutput()))
        .forEach(outputs::add);
    JsonNode recorded = RECORDED.get("training");
    List<String> trained = new ArrayList<>();
    recorded.get("gradients").fieldNames().forEachRemaining(name -> trained.add(PREFIX + name));
    Graphs.Result result =
        Graphs.runWithGradients(
            network.graph(), Map.of(BackboneOnly.IMAGE, image(4, 3, 64, 64)), outputs, trained);
    near("output", result.outputs().get(y.name()), recorded.get("output"), 1e-4);
    for (String name : trained) {
      JsonNode expected = recorded.get("gradients").get(name.substring(PREFIX.length()));
      near("gradient of " + name, result.gradients().get(name), expected, 3e-2);
    }
    network.layers().statistics().forEach(s -> s.follow(result.outputs(), parameters));
    JsonNode state = recorded.get("state");
    state
        .fieldNames()
        .forEachRemaining(name -> near(name, parameters.get(PREFIX + name), state.get(name), 1e-4));
  }

  private static void fill(Parameters parameters) {
    parameters
        .arrays()
        .forEach(
            (name, array) -> {
              if (!name.endsWith("num_batches_tracked")) {
                String own = name.substring(PREFIX.length());
                array.assign(values(own, array.shape()));
              }
            });
  }

  private static INDArray values(String name, long[] shape) {
    INDArray u = numbers(name, shape);
    if (shape.length == 4) {
      return u.muli(Math.sqrt(24.0 / (shape[1] * shape[2] * shape[3])));
    }
    boolean positive = name.endsWith("running_var") || name.endsWith("weight");
    return positive ? u.muli(0.5).addi(1) : u;
  }

  private static INDArray image(long... shape) {
    return numbers("image", shape).muli(4);
  }

  /** Numbers in [-0.5, 0.5) from an integer hash of name and index. */
  private static INDArray numbers(String name, long... shape) {
    long seed = Integer.toUnsignedLong(name.hashCode());
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      long x = (i * 2654435761L + seed) & 0xFFFFFFFFL;
      x = (x ^ (x >>> 15)) * 2246822519L & 0xFFFFFFFFL;
      x ^= x >>> 13;
      values[i] = (float) (x * 0x1p-32 - 0.5);
    }
    return Nd4j.createFromArray(values).reshape(shape);
  }

  /**
   * Within a fraction of the largest recorded number. Gradients get more: where a value lies near a
   * kink of ReLU6, single precision takes another side than the double precision of the recorded
   * numbers. PyTorch in single precision is 1.6 percent away from them.
   */
  private static void near(String what, INDArray actual, JsonNode recorded, double tolerance) {
    JsonNode shape = recorded.get("shape");
    assertThat(actual.rank()).isEqualTo(shape.size());
    for (int i = 0; i < shape.size(); i++) {
      assertThat(actual.size(i)).as(what).isEqualTo(shape.get(i).asLong());
    }
    double[] expected = new double[recorded.get("values").size()];
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      expected[i] = recorded.get("values").get(i).asDouble();
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    double[] flat = actual.dup('c').data().asDouble();
    int step = Math.max(1, flat.length / 48);
    for (int i = 0; i < expected.length; i++) {
      assertThat(flat[i * step])
          .as("%s, number %d of %d", what, i * step, flat.length)
          .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(tolerance * largest));
    }
  }
}
