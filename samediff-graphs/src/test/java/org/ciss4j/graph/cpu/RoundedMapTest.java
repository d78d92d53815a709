// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.ResNet;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Maps of bfloat16 between the ops, where the CPU multiplies such numbers; else they are floats.
 */
class RoundedMapTest {
  /** Of the norm: eight significant bits, and some roundings one after the other. */
  private static final double TOLERANCE = 0.04;

  /** Some twenty convolutions. */
  private static final double OF_NETWORKS = 0.1;

  /** Behind an activation that lets another few elements pass. */
  private static final double OF_GRADIENTS = 0.15;

  private static final Ops OPS = Backend.CPU.ops();

  @Test
  void gradientsComeBackAsFloats() {
    SameDiff graph = Graphs.create();
    float[] values = {1f, 1.0019531f, -3.14159f, 0f};
    SDVariable x = graph.var("x", Nd4j.createFromArray(values));
    SDVariable rounded = OPS.inPrecision(x, Precision.BFLOAT16);
    SDVariable back = OPS.inPrecision(rounded, Precision.FLOAT32);
    DataType type = Platform.multipliesBf16() ? DataType.BFLOAT16 : DataType.FLOAT;
    assertThat(rounded.dataType()).isEqualTo(type);
    assertThat(OPS.inPrecision(rounded, Precision.BFLOAT16)).isSameAs(rounded);
    assertThat(OPS.inPrecision(x, Precision.FLOAT32)).isSameAs(x);
    float[] upstream = {2f, 1.0019531f, 1f, -1f};
    SDVariable loss = back.mul(graph.constant(Nd4j.createFromArray(upstream))).sum();
    Graphs.differentiate(graph, loss);
    INDArray result = Graphs.run(graph, Map.of(), List.of(back.name())).get(back.name());
    assertThat(result.dataType()).isEqualTo(DataType.FLOAT);
    INDArray gradient =
        Graphs.runWithGradients(graph, Map.of(), List.of(loss.name()), List.of("x"))
            .gradients()
            .get("x");
    assertThat(gradient.dataType()).isEqualTo(DataType.FLOAT);
    if (Platform.multipliesBf16()) {
      assertThat(result.toFloatVector()).containsExactly(1f, 1f, -3.140625f, 0f);
      assertThat(gradient.toFloatVector()).containsExactly(2f, 1f, 1f, -1f);
    } else {
      assertThat(result.toFloatVector()).containsExactly(values);
      assertThat(gradient.toFloatVector()).containsExactly(upstream);
    }
  }

  /** All ops that a residual network has, with gradients that are summed and masked on the way. */
  @ParameterizedTest(name = "frozen {0}, {1} channels, groups {2}, {3}")
  @CsvSource({
    "true, 16, 1, RELU", "true, 5, 1, RELU", "true, 64, 1, RELU6", "true, 32, 4, RELU",
    "true, 16, 16, RELU6", "true, 16, 1, NONE", "false, 16, 1, RELU", "false, 5, 1, RELU6",
    "false, 32, 32, NONE"
  })
  void opsAgreeWithThoseOfFloats(boolean frozen, int channels, int groups, Activation activation) {
    Block block = new Block(frozen, channels, groups, activation);
    Map<String, INDArray> expected = block.results(Precision.FLOAT32);
    block
        .results(Precision.BFLOAT16)
        .forEach(
            (name, array) -> {
              INDArray wanted = expected.get(name);
              double tolerance = name.equals("output") ? TOLERANCE : OF_GRADIENTS;
              assertThat(array.dataType()).as(name).isEqualTo(DataType.FLOAT);
              assertThat(array.sub(wanted).norm2Number().doubleValue())
                  .as(name)
                  .isLessThanOrEqualTo(tolerance * wanted.norm2Number().doubleValue());
            });
  }

  /** Where a plain convolution would be computed in parts. */
  @ParameterizedTest(name = "{0} channels in {1} groups, dilation {2}")
  @CsvSource({"1024, 2, 4", "1024, 1024, 4", "1536, 1536, 6", "1024, 1, 4", "1536, 1, 1"})
  void deepConvolutionsAgreeWithThoseOfFloats(int channels, int groups, int dilation) {
    int outputs = groups == 1 ? 3 : channels;
    ConvOptions options = ConvOptions.same(3, dilation).withGroups(groups);
    Map<Precision, INDArray> results = new EnumMap<>(Precision.class);
    for (Precision precision : Precision.values()) {
      SameDiff graph = Graphs.create();
      SDVariable x = graph.constant(Tensor.random(1, 2, 9, 8, channels).array());
      SDVariable weights =
          graph.constant(Tensor.random(2, outputs, channels / groups, 3, 3).array());
      SDVariable y =
          OPS.conv2d(OPS.inPrecision(x, precision), weights, options.withPrecision(precision));
      y = OPS.inPrecision(y, Precision.FLOAT32);
      results.put(precision, Graphs.run(graph, Map.of(), List.of(y.name())).get(y.name()));
    }
    INDArray wanted = results.get(Precision.FLOAT32);
    assertThat(results.get(Precision.BFLOAT16).sub(wanted).norm2Number().doubleValue())
        .isLessThanOrEqualTo(TOLERANCE * wanted.norm2Number().doubleValue());
  }

  /** Of rounded numbers, so that the same ones win. */
  @Test
  void poolingAgreesWithThatOfFloats() {
    SameDiff graph = Graphs.create();
    SDVariable x = graph.var("x", Tensor.random(2, 2, 9, 7, 5).array());
    SDVariable rounded = OPS.inPrecision(x, Precision.BFLOAT16);
    SDVariable floats = OPS.inPrecision(rounded, Precision.FLOAT32);
    SDVariable upstream = graph.constant(Tensor.of(new long[] {1}, 0.5).array());
    SDVariable pooled = OPS.inPrecision(OPS.maxPool(rounded, 3, 2, 1), Precision.FLOAT32);
    SDVariable wanted = OPS.maxPool(floats, 3, 2, 1);
    SDVariable loss = pooled.mul(upstream).sub(wanted.mul(upstream)).sum();
    Graphs.differentiate(graph, loss);
    Graphs.Values values = Graphs.run(graph, Map.of(), List.of(pooled.name(), wanted.name()));
    assertThat(values.get(pooled.name())).isEqualTo(values.get(wanted.name()));
    INDArray gradient =
        Graphs.runWithGradients(graph, Map.of(), List.of(loss.name()), List.of("x"))
            .gradients()
            .get("x");
    assertThat(gradient.amaxNumber().doubleValue()).isZero();
  }

  private record Block(boolean frozen, int channels, int groups, Activation activation) {

    Map<String, INDArray> results(Precision precision) {
      SameDiff graph = Graphs.create();
      SDVariable image = graph.var("image", Tensor.random(1, 2, 13, 11, 3).array());
      SDVariable x = OPS.inPrecision(image, precision);
      x = layer(graph, x, "stem", 3, 7, 1, new ConvOptions(2, 3, 1), precision, activation);
      SDVariable y = x;
      ConvOptions same = ConvOptions.same(3, 2).withGroups(groups);
      y = layer(graph, y, "first", channels, 3, groups, same, precision, activation);
      y = layer(graph, y, "second", channels, 1, 1, ConvOptions.PLAIN, precision, Activation.NONE);
      x = OPS.inPrecision(OPS.addRelu(y, x), Precision.FLOAT32);
      SDVariable upstream = graph.constant(Tensor.random(9, 2, 7, 6, channels).array());
      SDVariable loss = x.mul(upstream).sum();
      Graphs.differentiate(graph, loss);
      List<String> variables = new ArrayList<>(List.of("image", "stem", "first", "second"));
      Map<String, INDArray> results =
          new LinkedHashMap<>(
              Graphs.runWithGradients(graph, Map.of(), List.of(loss.name()), variables)
                  .gradients());
      results.put("output", Graphs.run(graph, Map.of(), List.of(x.name())).get(x.name()));
      return results;
    }

    private SDVariable layer(
        SameDiff graph,
        SDVariable x,
        String name,
        int inputs,
        int kernel,
        int parts,
        ConvOptions options,
        Precision precision,
        Activation act) {
      Tensor drawn = Tensor.random(name.hashCode(), channels, inputs / parts, kernel, kernel);
      SDVariable weights = graph.var(name, drawn.array().div(Math.sqrt(inputs * kernel)));
      SDVariable y = OPS.conv2d(x, weights, options.withPrecision(precision));
      SDVariable scale = constant(graph, 3);
      SDVariable shift = constant(graph, 4);
      if (!frozen) {
        return OPS.batchNorm(y, scale, shift, 1e-5, act).output();
      }
      return OPS.frozenBatchNorm(
          y, scale, shift, constant(graph, 5), constant(graph, 6), 1e-5, act);
    }

    private SDVariable constant(SameDiff graph, int seed) {
      return graph.constant(Tensor.random(seed, channels).map(v -> v * v + 0.5).array());
    }
  }

  /**
   * Where normalisations are frozen. With 4 channels oneDNN has no fast kernels; with 16 it has.
   */
  @ParameterizedTest(name = "width {0}, bottleneck {1}, batch statistics {2}")
  @CsvSource({
    "4, false, false",
    "4, true, true",
    "16, true, false",
    "16, false, true",
    "32, false, false"
  })
  void mapsOfResidualNetworksAreRounded(int width, boolean bottleneck, boolean batchStatistics) {
    ResNet backbone = new ResNet("small", bottleneck, List.of(1, 2, 1, 1), width, 8);
    Network network = new Network(backbone, 16);
    HeadLayout layout = new HeadLayout(List.of(2));
    Mode mode = new Mode(batchStatistics, 0);
    INDArray image = Tensor.random(5, 2, 3, 40, 33).array();
    Parameters parameters = new Parameters(3);
    Map<Endpoint, INDArray> expected;
    try (SegmentationGraph graph = SegmentationGraph.build(network, layout, mode, parameters)) {
      expected = graph.run(image, Endpoint.BACKBONE);
    }
    try (SegmentationGraph graph =
        SegmentationGraph.build(
            network.withPrecision(Precision.BFLOAT16), layout, mode, parameters)) {
      long rounded =
          graph.graph().variables().stream()
              .filter(variable -> variable.dataType() == DataType.BFLOAT16)
              .count();
      assertThat(rounded > 20).isEqualTo(Platform.multipliesBf16() && !batchStatistics);
      assertThat(rounded > 0).isEqualTo(rounded > 20);
      INDArray map = graph.run(image, Endpoint.BACKBONE).get(Endpoint.BACKBONE);
      INDArray wanted = expected.get(Endpoint.BACKBONE);
      assertThat(map.dataType()).isEqualTo(DataType.FLOAT);
      assertThat(map.sub(wanted).norm2Number().doubleValue())
          .isLessThanOrEqualTo(OF_NETWORKS * wanted.norm2Number().doubleValue());
    }
  }
}
