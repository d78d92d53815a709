// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class EndpointTest {
  private static final HeadLayout LAYOUT = new HeadLayout(List.of(2, 1, 3));

  /** All but those of backbone and ASPP. */
  private static final List<Endpoint> OF_HEADS =
      List.copyOf(EnumSet.range(Endpoint.FEATURES, Endpoint.OLD_NEGATIVE));

  /** z = z+ + z- + b, for features of both signs. */
  @ParameterizedTest
  @EnumSource(SignRule.class)
  void scoresAndBiasAddUpToTheLogit(SignRule rule) {
    HeadOnly head = HeadOnly.random(LAYOUT, rule, 11);
    Map<Endpoint, INDArray> values = head.outputs(OF_HEADS);
    Parameters parameters = head.graph().parameters();
    INDArray bias =
        Nd4j.concat(
            0,
            parameters.get("cls.1.bias"),
            parameters.get("cls.2.bias"),
            parameters.get("cls.3.bias"));
    INDArray sum =
        values
            .get(Endpoint.POSITIVE)
            .add(values.get(Endpoint.NEGATIVE))
            .addi(bias.reshape(1, 6, 1, 1));
    near(sum, channels(values.get(Endpoint.SMALL_LOGITS), 1, 7));
    if (rule == SignRule.PRODUCT) {
      assertThat(values.get(Endpoint.POSITIVE).minNumber().doubleValue()).isNotNegative();
      assertThat(values.get(Endpoint.NEGATIVE).maxNumber().doubleValue()).isNotPositive();
    }
  }

  @Test
  void partsAreThePartsOfTheWhole() {
    HeadOnly head = HeadOnly.random(LAYOUT, SignRule.PRODUCT, 12);
    Map<Endpoint, INDArray> values = head.outputs(OF_HEADS);
    INDArray logits = values.get(Endpoint.LOGITS);
    assertThat(logits.shape()).containsExactly(2, 7, 11, 14);
    near(values.get(Endpoint.AUXILIARY), channels(logits, 0, 1));
    near(values.get(Endpoint.CLASS_LOGITS), channels(logits, 1, 7));
    near(values.get(Endpoint.OLD_LOGITS), channels(logits, 1, 4));
    near(values.get(Endpoint.NEW_LOGITS), channels(logits, 4, 7));
    near(values.get(Endpoint.OLD_POSITIVE), channels(values.get(Endpoint.POSITIVE), 0, 3));
    near(values.get(Endpoint.OLD_NEGATIVE), channels(values.get(Endpoint.NEGATIVE), 0, 3));
  }

  /** It comes first, belongs to the old outputs, and there is no auxiliary classifier. */
  @Test
  void theBackgroundIsTheFirstOutput() {
    HeadOnly head = HeadOnly.random(LAYOUT.withBackground(), SignRule.PRODUCT, 12);
    Map<Endpoint, INDArray> values =
        head.outputs(
            List.of(
                Endpoint.LOGITS,
                Endpoint.CLASS_LOGITS,
                Endpoint.OLD_LOGITS,
                Endpoint.NEW_LOGITS,
                Endpoint.POSITIVE));
    INDArray logits = values.get(Endpoint.LOGITS);
    assertThat(logits.shape()).containsExactly(2, 7, 11, 14);
    near(values.get(Endpoint.CLASS_LOGITS), logits);
    near(values.get(Endpoint.OLD_LOGITS), channels(logits, 0, 4));
    near(values.get(Endpoint.NEW_LOGITS), channels(logits, 4, 7));
    assertThat(values.get(Endpoint.POSITIVE).size(1)).isEqualTo(7);
    assertThatThrownBy(() -> head.graph().endpoint(Endpoint.AUXILIARY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AUXILIARY");
  }

  @Test
  void theBaseStepHasNoOldClasses() {
    SegmentationGraph base =
        HeadOnly.random(new HeadLayout(List.of(3)), SignRule.PRODUCT, 1).graph();
    assertThatThrownBy(() -> base.endpoint(Endpoint.OLD_POSITIVE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a network with classes [3] has no endpoint OLD_POSITIVE");
  }

  private static INDArray channels(INDArray map, int from, int to) {
    return map.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(from, to),
        NDArrayIndex.all(),
        NDArrayIndex.all());
  }

  private static void near(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(2e-6);
  }
}
