// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.SharedPack;
import org.ciss4j.graph.weights.LoadReport;
import org.ciss4j.graph.weights.NetworkWeights;
import org.ciss4j.graph.weights.Safetensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Published ImageNet weights compute on real images what they compute in PyTorch. */
class ImageNetWeightsTest {
  private static final HeadLayout LAYOUT = new HeadLayout(List.of(2));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenet_v2-imagenet-trunk.safetensors",
        "mobilenet_v2-imagenet-trunk.pth",
        "mobilenet_v2-imagenet-trunk-legacy.pth"
      })
  void mobileNetV2(String file) {
    Backbone backbone = new MobileNetV2(32);
    NetworkWeights weights = NetworkWeights.read(SharedPack.require("weights/" + file));
    LoadReport report = weights.compareWith(shapes(backbone));
    assertThat(report.incomplete()).isEmpty();
    assertThat(report.leftOver()).isEmpty();
    Map<String, INDArray> check = check("mobilenet_v2-imagenet-trunk");
    Parameters parameters = Parameters.trained(weights.arrays(report.matched()));
    List<INDArray> stages = BackboneOnly.run(backbone, parameters, check.get("input"));
    near(stages.get(3), check.get("features"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"safetensors", "pth"})
  void resNet18ToItsThirdStage(String format) {
    ResNet backbone = ResNet.resNet18().withOutputStride(32);
    NetworkWeights weights =
        NetworkWeights.read(SharedPack.require("weights/resnet18-imagenet-layer1to3." + format));
    LoadReport report = weights.compareWith(shapes(backbone));
    assertThat(report.leftOver()).isEmpty();
    assertThat(report.incomplete()).hasValueSatisfying(m -> assertThat(m).contains("layer4"));
    Map<String, INDArray> check = check("resnet18-imagenet-layer1to3");
    Parameters parameters = new Parameters(weights.arrays(report.matched()), 1);
    List<INDArray> stages = BackboneOnly.run(backbone, parameters, check.get("input"));
    near(stages.get(2), check.get("layer3"));
  }

  private static Map<String, List<Long>> shapes(Backbone backbone) {
    return SegmentationGraph.parameterShapes(new Network(backbone, 8), LAYOUT);
  }

  private static Map<String, INDArray> check(String name) {
    return Safetensors.read(SharedPack.require("weights/" + name + ".check.safetensors"));
  }

  private static void near(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-3);
  }
}
