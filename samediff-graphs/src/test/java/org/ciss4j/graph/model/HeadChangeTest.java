// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HeadChangeTest {
  private static final int WIDTH = 5;
  private static final int PIXELS = 400;
  private static final HeadLayout ALONE = new HeadLayout(List.of(2, 1));
  private static final HeadLayout TOGETHER = ALONE.withBackground();

  private final Random random = new Random(3);

  private INDArray drawn(long... shape) {
    float[] values = new float[(int) Nd4j.createUninitialized(shape).length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape(shape);
  }

  private Parameters network(HeadLayout layout) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("backbone.weight", drawn(2, 2));
    if (!layout.background()) {
      arrays.put("cls.0.weight", drawn(1, WIDTH, 1, 1));
      arrays.put("cls.0.bias", drawn(1));
    }
    for (int step = 0; step < layout.steps(); step++) {
      arrays.put(
          HeadLayout.classifierName(step) + ".weight", drawn(layout.outputs(step), WIDTH, 1, 1));
      arrays.put(HeadLayout.classifierName(step) + ".bias", drawn(layout.outputs(step)));
    }
    return new Parameters(arrays, 1);
  }

  /** The label of each pixel: 0 for the background. */
  private static int[] labels(
      Parameters network, HeadLayout layout, INDArray pixels, double threshold) {
    int[] labels = new int[PIXELS];
    for (int n = 0; n < PIXELS; n++) {
      double best = layout.background() ? Double.NEGATIVE_INFINITY : threshold;
      int output = layout.background() ? 0 : 1;
      for (int step = 0; step < layout.steps(); step++) {
        INDArray weight = network.get(HeadLayout.classifierName(step) + ".weight");
        INDArray bias = network.get(HeadLayout.classifierName(step) + ".bias");
        for (int k = 0; k < layout.outputs(step); k++) {
          double logit = bias.getDouble(k);
          for (int j = 0; j < WIDTH; j++) {
            logit += weight.getDouble(k, j, 0, 0) * pixels.getDouble(n, j);
          }
          if (logit > best) {
            best = logit;
            labels[n] = output;
          }
          output++;
        }
      }
    }
    return labels;
  }

  private void assertKeepsLabels(HeadLayout from, HeadLayout to, double threshold, double scale) {
    Parameters network = network(from);
    INDArray pixels = drawn(PIXELS, WIDTH);
    int[] before = labels(network, from, pixels, threshold);
    Parameters changed = new HeadChange(from, to, threshold, scale).of(network, true, 1);
    assertThat(labels(changed, to, pixels, threshold)).isEqualTo(before);
    assertThat(before).contains(0, 1, 2, 3);
    assertThat(changed.get("backbone.weight")).isEqualTo(network.get("backbone.weight"));
    assertThat(labels(network, from, pixels, threshold)).isEqualTo(before);
  }

  @Test
  void everyPixelKeepsItsLabel() {
    assertKeepsLabels(ALONE, TOGETHER, 0, 1);
    assertKeepsLabels(ALONE, TOGETHER, 0.7, 1);
    assertKeepsLabels(TOGETHER, ALONE, 0, 1);
    assertKeepsLabels(TOGETHER, ALONE, -0.4, 8);
    assertKeepsLabels(TOGETHER, TOGETHER, 0, 8);
  }

  @Test
  void anAuxiliaryClassifierThatWasNotTrainedSaysNo() {
    Parameters changed = new HeadChange(TOGETHER, ALONE, 0, 1).of(network(TOGETHER), true, 1);
    assertThat(changed.get("cls.0.weight").amaxNumber().doubleValue()).isZero();
    assertThat(changed.get("cls.0.bias").getDouble(0)).isNegative();
    Parameters network = network(ALONE);
    Parameters kept = new HeadChange(ALONE, ALONE, 0, 1).of(network, true, 1);
    assertThat(kept.get("cls.0.weight")).isEqualTo(network.get("cls.0.weight"));
    Parameters replaced = new HeadChange(ALONE, ALONE, 0, 1).of(network, false, 1);
    assertThat(replaced.get("cls.0.weight").amaxNumber().doubleValue()).isZero();
  }

  @Test
  void otherClassesAndFeaturesAreRefused() {
    assertThatThrownBy(() -> new HeadChange(ALONE, new HeadLayout(List.of(3)), 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    RandomFeatures features = new RandomFeatures(8, List.of(RandomFeatures.Block.ASPP));
    assertThatThrownBy(() -> new HeadChange(ALONE, ALONE.on(features), 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
