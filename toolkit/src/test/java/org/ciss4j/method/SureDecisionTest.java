// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.SigmoidDecision;
import org.ciss4j.method.label.SoftmaxDecision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SureDecisionTest {
  private static final float[] PROBABILITIES = {
    0, Float.MIN_VALUE, 0.1f, 0.3f, Math.nextDown(0.5f), 0.5f, Math.nextUp(0.5f), 0.7f, 0.9f, 1
  };

  static List<Decision> decisions() {
    return List.of(
        new SigmoidDecision(0.5),
        new SigmoidDecision(0.3),
        new SigmoidDecision(0.95),
        new SoftmaxDecision(),
        new SoftmaxDecision(0.4f),
        new SigmoidDecision(0.5).sure(0.8f).sure(0.2f));
  }

  /** Of three outputs, from sure of nothing to sure of one. */
  private static INDArray logits() {
    SplittableRandom random = new SplittableRandom(7);
    float[] values = new float[3 * 40 * 50];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (12 * random.nextDouble() - 6);
    }
    return Nd4j.createFromArray(values).reshape(1, 3, 40, 50);
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void theSurerTheFewerPixels(Decision decision) {
    INDArray logits = logits();
    int[] all = decision.labels(logits);
    int[] before = all;
    float[][] of = {{}, decision.probabilities(logits, 1), decision.probabilities(logits, 2), {}};
    of[3] = decision instanceof SigmoidDecision ? decision.probabilities(logits, 3) : of[3];
    assertThat(decision.sure(0).labels(logits)).isEqualTo(all);
    for (float probability : PROBABILITIES) {
      int[] labels = decision.sure(probability).labels(logits);
      for (int i = 0; i < labels.length; i++) {
        float ofClass = all[i] == 0 ? 0 : of[all[i]][i];
        assertThat(labels[i])
            .as("pixel %d with %s for at least %s", i, ofClass, probability)
            .isEqualTo(ofClass >= probability ? all[i] : 0)
            .isIn(0, before[i]);
      }
      before = labels;
    }
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void aProbabilityIsFromZeroToOne(Decision decision) {
    for (float wrong : new float[] {-0.1f, 1.1f, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> decision.sure(wrong))
          .isInstanceOf(CissException.class)
          .hasMessageContaining("expected probability from 0 to 1, got ");
    }
    IntStream.of(0, 1).forEach(end -> assertThat(decision.sure(end)).isNotNull());
  }
}
