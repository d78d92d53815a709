// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SoftmaxDecisionTest {
  @Test
  void theLargestLogitWinsAndOfEqualOnesTheFirst() {
    assertThat(label(1, 0, 0)).isZero();
    assertThat(label(-3, -2, -1)).isEqualTo(2);
    assertThat(label(0, 5, 5)).isEqualTo(1);
    assertThat(label(0, 0)).isZero();
  }

  @Test
  void probabilitiesAddUpToOneOverManyPixels() {
    int height = 70;
    int width = 130;
    float[] values = new float[2 * 4 * height * width];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (20 * random.nextGaussian());
    }
    INDArray logits = Nd4j.createFromArray(values).reshape(2, 4, height, width);
    Decision decision = new SoftmaxDecision();
    int[] labels = decision.labels(logits);
    float[][] p = new float[4][];
    for (int k = 0; k < 4; k++) {
      p[k] = decision.probabilities(logits, k);
    }
    for (int i = 0; i < labels.length; i++) {
      assertThat(p[0][i] + p[1][i] + p[2][i] + p[3][i]).isCloseTo(1, within(1e-6f));
      assertThat(p[labels[i]][i])
          .isGreaterThanOrEqualTo(Math.max(Math.max(p[0][i], p[1][i]), Math.max(p[2][i], p[3][i])));
    }
  }

  @Test
  void whatIsNotSureIsBackground() {
    Decision sure = new SoftmaxDecision().sure(0.7f);
    INDArray logits = Nd4j.createFromArray(0f, 0f, 0f, 0.8f, 0.9f, -9f).reshape(1, 2, 1, 3);
    assertThat(new SoftmaxDecision().labels(logits)).containsExactly(1, 1, 0);
    // The sigmoid of 0.9 is 0.711, that of 0.8 is 0.69.
    assertThat(sure.labels(logits)).containsExactly(0, 1, 0);
    INDArray permuted = logits.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
    assertThat(sure.labels(permuted)).containsExactly(0, 1, 0);
  }

  private static int label(float... logits) {
    INDArray map = Nd4j.createFromArray(logits).reshape(1, logits.length, 1, 1);
    return new SoftmaxDecision().labels(map)[0];
  }
}
