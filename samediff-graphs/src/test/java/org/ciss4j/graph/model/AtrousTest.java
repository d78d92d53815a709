// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Output strides of backbones. */
class AtrousTest {

  static List<Backbone> exact() {
    return List.of(new MobileNetV2(32), new ResNet("small", true, List.of(1, 2, 2, 2), 4, 32));
  }

  /** What lies on the coarse grid is what the classification network computes. */
  @ParameterizedTest
  @MethodSource("exact")
  void aFinerGridHasTheSameFunction(Backbone classification) {
    Parameters parameters = new Parameters(3);
    INDArray image = Nd4j.rand(DataType.FLOAT, 1, 3, 97, 70);
    INDArray coarse = last(classification, parameters, image);
    assertThat(coarse.shape()).containsExactly(1, classification.outputChannels(), 4, 3);
    for (int stride : new int[] {16, 8}) {
      INDArray fine = last(classification.withOutputStride(stride), parameters, image);
      int factor = 32 / stride;
      INDArray onGrid =
          fine.get(
              new INDArrayIndex[] {
                NDArrayIndex.all(),
                NDArrayIndex.all(),
                NDArrayIndex.interval(0, factor, fine.size(2)),
                NDArrayIndex.interval(0, factor, fine.size(3))
              });
      assertThat(onGrid.shape()).isEqualTo(coarse.shape());
      assertThat(onGrid.sub(coarse).amaxNumber().doubleValue()).isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 12, 64})
  void otherOutputStridesAreRefused(int stride) {
    for (Network network : Network.named()) {
      assertThatThrownBy(() -> network.withOutputStride(stride))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected an output stride of 8, 16 or 32, got " + stride);
    }
  }

  /** Twice the resolution, twice the rates (DeepLabV3, section 3.3). */
  @ParameterizedTest
  @ValueSource(ints = {8, 16, 32})
  void theRatesOfTheAsppFollow(int stride) {
    List<Integer> rates =
        Aspp.of(new Network(new MobileNetV2(stride), 1), HeadLayout.Kind.LINEAR).rates();
    assertThat(rates)
        .containsExactlyElementsOf(
            switch (stride) {
              case 8 -> List.of(12, 24, 36);
              case 16 -> List.of(6, 12, 18);
              default -> List.of(3, 6, 9);
            });
  }

  private static INDArray last(Backbone backbone, Parameters parameters, INDArray image) {
    return BackboneOnly.run(backbone, parameters, image).get(3);
  }
}
