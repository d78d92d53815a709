// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.SharedPack;
import org.ciss4j.graph.option.SignRule;
import org.ciss4j.graph.weights.LoadReport;
import org.ciss4j.graph.weights.NetworkWeights;
import org.ciss4j.graph.weights.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole networks against those of the official code. */
class ParityTest {
  private static final double TOLERANCE = 1e-3;

  private record Reference(String name, int width, int features, HeadLayout layout) {
    Network network() {
      return new Network(new ResNet(name, true, List.of(2, 2, 2, 2), width, 16), features);
    }

    Map<String, INDArray> file(String file) {
      return Safetensors.read(SharedPack.require("parity/" + name + "/" + file));
    }

    Parameters weights() {
      return new Parameters(file("weights.safetensors"), 1);
    }
  }

  private static SegmentationGraph build(
      Reference reference, Mode mode, Parameters weights, boolean portable) {
    return SegmentationGraph.build(
        reference.network(),
        reference.layout(),
        mode,
        SignRule.PRODUCT,
        weights,
        Set.of(),
        portable ? Backend.PORTABLE.ops() : Backend.CPU.ops());
  }

  private static Reference reference(String name, int width, int features) {
    HeadLayout layout = new HeadLayout(List.of(3, 2));
    return new Reference(name, width, features, layout);
  }

  @ParameterizedTest
  @CsvSource({
    "tiny, 4, 16, false",
    "tiny, 4, 16, true",
    "narrow, 8, 32, false",
    "narrow, 8, 32, true"
  })
  void inferenceEqualsTheOfficialNetwork(String name, int width, int features, boolean portable) {
    Reference reference = reference(name, width, features);
    Map<String, INDArray> expected = reference.file("eval.safetensors");
    Parameters weights = reference.weights();
    int before = weights.arrays().size();
    SegmentationGraph graph = build(reference, Mode.INFERENCE, weights, portable);
    assertThat(weights.arrays()).hasSize(before);
    for (String prefix : List.of("", "odd_")) {
      Map<Endpoint, INDArray> actual =
          graph.run(
              expected.get(prefix + "input"),
              Endpoint.BACKBONE,
              Endpoint.FEATURES,
              Endpoint.SMALL_LOGITS,
              Endpoint.LOGITS,
              Endpoint.POSITIVE,
              Endpoint.NEGATIVE);
      near(channelsFirst(actual.get(Endpoint.BACKBONE)), expected.get(prefix + "backbone"));
      near(channelsFirst(actual.get(Endpoint.FEATURES)), expected.get(prefix + "features"));
      near(actual.get(Endpoint.SMALL_LOGITS), expected.get(prefix + "logits_small"));
      near(actual.get(Endpoint.LOGITS), expected.get(prefix + "logits"));
      near(actual.get(Endpoint.POSITIVE), expected.get(prefix + "pos"));
      near(actual.get(Endpoint.NEGATIVE), expected.get(prefix + "neg"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tiny, 4, 16, false",
    "tiny, 4, 16, true",
    "narrow, 8, 32, false",
    "narrow, 8, 32, true"
  })
  void trainingModeEqualsTheOfficialNetwork(
      String name, int width, int features, boolean portable) {
    Reference reference = reference(name, width, features);
    Map<String, INDArray> expected = reference.file("train.safetensors");
    Parameters weights = reference.weights();
    SegmentationGraph graph = build(reference, new Mode(true, 0), weights, portable);
    List<String> wanted =
        List.of(
            Endpoint.BACKBONE.variable(),
            Endpoint.FEATURES.variable(),
            Endpoint.SMALL_LOGITS.variable());
    List<String> outputs = new java.util.ArrayList<>(wanted);
    outputs.addAll(graph.statisticsOutputs());
    Graphs.Values actual =
        Graphs.run(graph.graph(), graph.inputs(expected.get("input"), 0), outputs);
    graph.followStatistics(actual);
    near(channelsFirst(actual.get(wanted.get(0))), expected.get("backbone"));
    near(channelsFirst(actual.get(wanted.get(1))), expected.get("features"));
    near(actual.get(wanted.get(2)), expected.get("logits_small"));
    expected.forEach(
        (key, value) -> {
          if (key.startsWith("after.")) {
            near(weights.get(key.substring("after.".length())), value);
          }
        });
  }

  /** A state dict as the official code saves it, made up from its names, shapes and count. */
  @Test
  void resNet101TakesAnOfficialStateDict() {
    HeadLayout layout = new HeadLayout(List.of(15, 5));
    Map<String, INDArray> file = new OfficialStateDict().arrays();
    long numbers =
        file.entrySet().stream()
            .filter(entry -> !entry.getKey().contains("running_"))
            .filter(entry -> !entry.getKey().endsWith("num_batches_tracked"))
            .mapToLong(entry -> entry.getValue().length())
            .sum();
    assertThat(numbers).isEqualTo(58_630_997L);
    Network network = Network.named("resnet101");
    NetworkWeights stateDict = NetworkWeights.of(file).orElseThrow();
    LoadReport report = stateDict.compareWith(SegmentationGraph.parameterShapes(network, layout));
    assertThat(report.unlikeTrained()).isEmpty();
    assertThat(report.matched()).hasSameSizeAs(file.keySet());
    SegmentationGraph graph =
        SegmentationGraph.build(
            network,
            layout,
            Mode.INFERENCE,
            Parameters.trained(stateDict.arrays(report.matched())));
    INDArray logits =
        graph.run(Nd4j.ones(DataType.FLOAT, 1, 3, 33, 33), Endpoint.LOGITS).get(Endpoint.LOGITS);
    assertThat(logits.shape()).containsExactly(1, 21, 33, 33);
    assertThat(logits.isNaN().any()).isFalse();
  }

  private static INDArray channelsFirst(INDArray map) {
    return map.permute(0, 3, 1, 2);
  }

  private static void near(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double difference =
        actual
            .castTo(DataType.DOUBLE)
            .subi(expected.castTo(DataType.DOUBLE))
            .amaxNumber()
            .doubleValue();
    assertThat(difference).isLessThan(TOLERANCE);
  }
}
