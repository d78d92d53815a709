// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.ciss4j.graph.kernel.ResizedMaps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How probable all labels are, told piece by piece. */
class LabelProbabilitiesTest {
  private static final int OUTPUTS = 4;
  private static final int HEIGHT = 70;
  private static final int WIDTH = 130;

  /** A decision without pieces, such as one of one's own. */
  private record Whole(Decision decision) implements Decision {
    @Override
    public int[] labels(INDArray logits) {
      return decision.labels(logits);
    }

    @Override
    public float[] probabilities(INDArray logits, int label) {
      return decision.probabilities(logits, label);
    }

    @Override
    public Decision sure(float probability) {
      return new Whole(decision.sure(probability));
    }
  }

  private static Decision decision(String name) {
    return switch (name) {
      case "sigmoid" -> new SigmoidDecision(0.7);
      case "softmax" -> new SoftmaxDecision();
      case "unknown" -> new UnknownDecision(true);
      default -> new Whole(new SigmoidDecision(0.7));
    };
  }

  private static int classes(String name) {
    return switch (name) {
      case "softmax" -> OUTPUTS - 1;
      case "unknown" -> OUTPUTS - 2;
      default -> OUTPUTS;
    };
  }

  private static INDArray logits() {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[2 * OUTPUTS * 5 * 9];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (12 * random.nextDouble() - 6);
    }
    return Nd4j.createFromArray(values).reshape(2, OUTPUTS, 5, 9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid", "softmax", "unknown", "whole"})
  void areThoseOfSingleClassesAndOfTheBackground(String name) {
    Decision decision = decision(name);
    int classes = classes(name);
    INDArray small = logits();
    float[][] all = new float[classes + 1][2 * HEIGHT * WIDTH];
    decision.probabilities(
        small,
        HEIGHT,
        WIDTH,
        classes,
        (start, ofLabels) -> {
          for (int label = 0; label <= classes; label++) {
            System.arraycopy(ofLabels[label], 0, all[label], start, ofLabels[label].length);
          }
        });
    INDArray large = ResizedMaps.resized(small, HEIGHT, WIDTH);
    for (int label = 1; label <= classes; label++) {
      float[] single = decision.probabilities(small, HEIGHT, WIDTH, label);
      assertThat(all[label]).containsExactly(single, within(1e-6f));
    }
    for (int i = 0; i < all[0].length; i++) {
      assertThat(all[0][i]).isCloseTo((float) background(name, large, i), within(1e-5f));
    }
  }

  /** In double precision from its definition. */
  private static double background(String name, INDArray large, int i) {
    double[] z = new double[OUTPUTS];
    long plane = (long) HEIGHT * WIDTH;
    for (int k = 0; k < OUTPUTS; k++) {
      z[k] = large.getDouble(i / plane, k, i % plane / WIDTH, i % WIDTH);
    }
    if (name.equals("softmax")) {
      double sum = 0;
      for (double each : z) {
        sum += Math.exp(each);
      }
      return Math.exp(z[0]) / sum;
    }
    if (name.equals("unknown")) {
      return Math.min(1, sigmoid(z[0]) + sigmoid(z[1]));
    }
    double most = 0;
    for (double each : z) {
      most = Math.max(most, sigmoid(each));
    }
    return 1 - most;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
