// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.SharedPack;
import org.ciss4j.graph.weights.Safetensors;
import org.ciss4j.graph.weights.tensor.TensorEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ResNetTest {
  private static final HeadLayout LAYOUT = new HeadLayout(List.of(2, 1));

  /** The pixels of each stage's side are those of the image over the stride, rounded up. */
  @ParameterizedTest
  @CsvSource({
    "false, 16, 64, 64, 4, 4",
    "false, 8, 64, 64, 8, 8",
    "true, 16, 64, 64, 4, 4",
    "true, 8, 64, 64, 8, 8",
    "false, 16, 65, 49, 5, 4",
    "false, 8, 65, 49, 9, 7",
    "true, 16, 33, 50, 3, 4",
    "true, 32, 33, 65, 2, 3",
    "false, 16, 1, 1, 1, 1"
  })
  void theOutputStrideDecidesTheSize(
      boolean bottleneck,
      int stride,
      int height,
      int width,
      int expectedHeight,
      int expectedWidth) {
    ResNet backbone = new ResNet("small", bottleneck, List.of(1, 1, 2, 2), 2, stride);
    SegmentationGraph graph =
        SegmentationGraph.build(
            new Network(backbone, 4), LAYOUT, Mode.INFERENCE, new Parameters(1));
    Map<Endpoint, INDArray> values =
        graph.run(
            Nd4j.ones(DataType.FLOAT, 2, 3, height, width),
            Endpoint.BACKBONE,
            Endpoint.POSITIVE,
            Endpoint.LOGITS);
    assertThat(backbone.outputChannels()).isEqualTo(bottleneck ? 64 : 16);
    assertThat(values.get(Endpoint.BACKBONE).shape())
        .containsExactly(2, expectedHeight, expectedWidth, backbone.outputChannels());
    assertThat(values.get(Endpoint.POSITIVE).shape())
        .containsExactly(2, 3, expectedHeight, expectedWidth);
    assertThat(values.get(Endpoint.LOGITS).shape()).containsExactly(2, 4, height, width);
  }

  @Test
  void anImageOfOddSizeTrains() {
    SegmentationGraph graph = training(new Parameters(1));
    Graphs.Values values =
        Graphs.run(
            graph.graph(),
            graph.inputs(Nd4j.ones(DataType.FLOAT, 2, 3, 37, 51), 0),
            List.of(Endpoint.LOGITS.variable()));
    assertThat(values.get(Endpoint.LOGITS.variable()).shape()).containsExactly(2, 4, 37, 51);
  }

  /** The branch that pools the image leaves one value per image and channel. */
  @Test
  void oneImageIsNoBatchToNormalise() {
    SegmentationGraph graph = training(new Parameters(1));
    INDArray image = Nd4j.ones(DataType.FLOAT, 1, 3, 64, 64);
    assertThatThrownBy(() -> graph.inputs(image, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected at least two images, of which the pooled ones can be normalised, got one");
  }

  private static SegmentationGraph training(Parameters parameters) {
    ResNet backbone = new ResNet("small", false, List.of(1, 1, 1, 1), 2, 16);
    return SegmentationGraph.build(new Network(backbone, 4), LAYOUT, new Mode(true, 0), parameters);
  }

  @Test
  void namedNetworks() {
    assertThat(ResNet.tiny()).isEqualTo(new ResNet("tiny", false, List.of(1, 1, 1, 1), 16, 16));
    assertThat(ResNet.resNet18())
        .isEqualTo(new ResNet("resnet18", false, List.of(2, 2, 2, 2), 64, 16));
    assertThat(ResNet.resNet101())
        .isEqualTo(new ResNet("resnet101", true, List.of(3, 4, 23, 3), 64, 16));
    assertThat(ResNet.tiny().outputChannels()).isEqualTo(128);
    assertThat(ResNet.resNet18().outputChannels()).isEqualTo(512);
    assertThat(ResNet.resNet101().outputChannels()).isEqualTo(2048);
    assertThatThrownBy(() -> Network.named("vgg"))
        .hasMessage(
            "there is no backbone vgg; there are tiny, mobilenetv2, resnet18, resnet34, resnet50,"
                + " resnet101");
  }

  /** Names and shapes, so that ImageNet weights can be taken as they are. */
  @Test
  void resNet18NamesItsParametersAsTorchvisionDoes() {
    Map<String, List<Long>> actual = new TreeMap<>();
    Parameters parameters = new Parameters(1);
    SegmentationGraph.build(new Network(ResNet.resNet18(), 4), LAYOUT, Mode.INFERENCE, parameters);
    parameters
        .arrays()
        .forEach(
            (name, array) -> {
              if (name.startsWith("backbone.") && !name.startsWith("backbone.layer4.")) {
                actual.put(
                    name.substring("backbone.".length()),
                    Arrays.stream(array.shape()).boxed().toList());
              }
            });
    Map<String, List<Long>> expected = new TreeMap<>();
    for (TensorEntry entry :
        Safetensors.inspect(
            SharedPack.require("weights/resnet18-imagenet-layer1to3.safetensors"))) {
      expected.put(entry.name(), entry.shape());
    }
    assertThat(actual).isEqualTo(expected);
  }

  /** As torchvision's resnet101 lists them; narrow, because names do not depend on the width. */
  @Test
  void resNet101NamesItsParametersAsTorchvisionDoes() {
    List<Integer> blocks = ResNet.resNet101().blocks();
    Parameters parameters = new Parameters(1);
    ResNet narrow = new ResNet("narrow", true, blocks, 1, 16);
    SegmentationGraph.build(new Network(narrow, 1), LAYOUT, Mode.INFERENCE, parameters);
    List<String> expected = new ArrayList<>();
    convolution(expected, "conv1", "bn1");
    for (int stage = 1; stage <= 4; stage++) {
      for (int block = 0; block < blocks.get(stage - 1); block++) {
        String prefix = "layer" + stage + "." + block + ".";
        for (int i = 1; i <= 3; i++) {
          convolution(expected, prefix + "conv" + i, prefix + "bn" + i);
        }
        if (block == 0) {
          convolution(expected, prefix + "downsample.0", prefix + "downsample.1");
        }
      }
    }
    assertThat(parameters.arrays().keySet().stream().filter(name -> name.startsWith("backbone.")))
        .containsExactlyInAnyOrderElementsOf(expected.stream().map("backbone."::concat).toList());
  }

  private static void convolution(List<String> names, String convolution, String normalisation) {
    names.add(convolution + ".weight");
    for (String part :
        List.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked")) {
      names.add(normalisation + "." + part);
    }
  }

  @Test
  void impossibleNetworksAreRefused() {
    assertThatThrownBy(() -> new ResNet("x", false, List.of(1, 1, 1), 8, 16))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ResNet("x", false, List.of(1, 1, 1, 1), 8, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("output stride of 8, 16 or 32");
  }

  @Test
  void aParameterOfAnotherShapeIsNamed() {
    Parameters parameters = new Parameters(1);
    training(parameters);
    HeadLayout other = new HeadLayout(List.of(5, 1));
    ResNet backbone = new ResNet("small", false, List.of(1, 1, 1, 1), 2, 16);
    assertThatThrownBy(
            () ->
                SegmentationGraph.build(
                    new Network(backbone, 4), other, Mode.INFERENCE, parameters))
        .hasMessage(
            "parameter cls.1.weight: the network needs shape [5, 4, 1, 1], got [2, 4, 1, 1]");
  }
}
