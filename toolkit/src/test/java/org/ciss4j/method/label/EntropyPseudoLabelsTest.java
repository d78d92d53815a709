// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ciss4j.data.LabelBatch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.learn.PseudoLabels;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Against the formulas of paper and official code, written down pixel by pixel. */
class EntropyPseudoLabelsTest {
  private static final int O = 3;
  private static final int K = 5;
  private static final int AREA = 40 * 50;

  private final Random random = new Random(4);
  private final double[][] logits = logits();
  private final int[] labels = labels();

  private double[][] logits() {
    double[][] result = new double[2 * AREA][O];
    for (double[] pixel : result) {
      double size = 6 * random.nextDouble();
      for (int k = 0; k < O; k++) {
        pixel[k] = (float) (size * random.nextGaussian());
      }
    }
    return result;
  }

  /** Unknown, an old class, a new one, void; the second image has nothing unknown. */
  private int[] labels() {
    int[] values = {0, 0, 0, 1, 3, 255};
    int[] result = new int[2 * AREA];
    for (int i = 0; i < result.length; i++) {
      result[i] = i < AREA ? values[random.nextInt(6)] : 4;
    }
    return result;
  }

  private Map<Endpoint, INDArray> teacher() {
    float[] values = new float[2 * O * AREA];
    for (int i = 0; i < 2 * AREA; i++) {
      for (int k = 0; k < O; k++) {
        values[(i / AREA * O + k) * AREA + i % AREA] = (float) logits[i][k];
      }
    }
    return Map.of(Endpoint.SMALL_CLASS_LOGITS, Nd4j.createFromArray(values).reshape(2, O, 40, 50));
  }

  private INDArray label() {
    return Nd4j.createFromArray(labels).reshape(2, 40, 50);
  }

  private static double entropy(double[] z) {
    double sum = 0;
    for (double value : z) {
      sum += Math.exp(value);
    }
    double entropy = 0;
    for (double value : z) {
      double q = Math.exp(value) / sum;
      entropy -= q * Math.log(q);
    }
    return entropy;
  }

  private static int best(double[] z) {
    return z[0] >= z[1] && z[0] >= z[2] ? 0 : z[1] >= z[2] ? 1 : 2;
  }

  @Test
  void thresholdsOfThePaperAreMedians() {
    EntropyPseudoLabels pseudo = new EntropyPseudoLabels(EntropyRule.FIXED, O, K, 0.001, true);
    pseudo.gather(label(), teacher());
    double[] thresholds = pseudo.thresholds();
    for (int c = 0; c < O; c++) {
      List<Double> ofClass = new ArrayList<>();
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == 0 && best(logits[i]) == c) {
          ofClass.add(entropy(logits[i]) / Math.log(O));
        }
      }
      Collections.sort(ofClass);
      // To the width of a bin.
      assertThat(thresholds[c]).isCloseTo(ofClass.get(ofClass.size() / 2), within(0.011));
    }
  }

  @Test
  void labelsOfThePaperAreThoseOfASureTeacher() {
    EntropyPseudoLabels pseudo = new EntropyPseudoLabels(EntropyRule.FIXED, O, K, 0.001, true);
    pseudo.gather(label(), teacher());
    double[] thresholds = pseudo.thresholds();
    INDArray label = label();
    PseudoLabels.Completed completed = pseudo.complete(LabelBatch.of(label), teacher());
    assertThat(label).isEqualTo(label());
    int[] actual = completed.label().data().asInt();
    int open = 0;
    int accepted = 0;
    for (int i = 0; i < actual.length; i++) {
      int expected = labels[i];
      if (labels[i] == 0) {
        boolean sure = entropy(logits[i]) / Math.log(O) < thresholds[best(logits[i])];
        expected = sure ? best(logits[i]) : 255;
        open++;
        accepted += sure ? 1 : 0;
      }
      assertThat(actual[i]).isEqualTo(expected);
    }
    assertThat(accepted).isBetween(open / 3, open * 2 / 3);
    assertThat(completed.imageWeights().getDouble(0))
        .isCloseTo((double) accepted / open, within(1e-6));
    // Nothing was unknown.
    assertThat(completed.imageWeights().getDouble(1)).isEqualTo(1);
    PseudoLabels alike = new EntropyPseudoLabels(EntropyRule.FIXED, O, K, 0.001, false);
    assertThat(alike.complete(LabelBatch.of(label), teacher()).imageWeights().getDouble(0))
        .isEqualTo(1);
  }

  /** H / (O ln O) / ln K; old labels are replaced too; an image without open pixels is nothing. */
  @Test
  void labelsOfTheOfficialCode() {
    double floor = 0.12;
    EntropyPseudoLabels pseudo = new EntropyPseudoLabels(EntropyRule.FAITHFUL, O, K, floor, true);
    assertThat(pseudo.thresholds()).containsOnly(floor);
    PseudoLabels.Completed completed = pseudo.complete(LabelBatch.of(label()), teacher());
    int[] actual = completed.label().data().asInt();
    int open = 0;
    int accepted = 0;
    for (int i = 0; i < actual.length; i++) {
      int expected = labels[i];
      if (labels[i] < O) {
        double u = entropy(logits[i]) / (O * Math.log(O)) / Math.log(K);
        expected = u < floor ? best(logits[i]) : 255;
        open++;
        accepted += u < floor ? 1 : 0;
      }
      assertThat(actual[i]).isEqualTo(expected);
    }
    assertThat(accepted).isBetween(open / 5, open * 4 / 5);
    assertThat(completed.imageWeights().getDouble(0))
        .isCloseTo((double) accepted / open, within(1e-6));
    assertThat(completed.imageWeights().getDouble(1)).isZero();
  }

  @Test
  void uncertaintyOfTheOfficialCodeNeverLeavesTheLowestBins() {
    // The step after 15 classes: at most 1 / (16 ln 17).
    double largest = EntropyRule.FAITHFUL.uncertainty(Math.log(16), 16, 17);
    assertThat(largest).isCloseTo(1 / (16 * Math.log(17)), within(1e-12)).isLessThan(0.023);
    assertThat(EntropyRule.FIXED.uncertainty(Math.log(16), 16, 17)).isEqualTo(1);
  }

  @Test
  void mediansOfHistograms() {
    long[] two = new long[100];
    two[3] = 10;
    two[7] = 10;
    assertThat(EntropyRule.FIXED.median(two)).isCloseTo(0.04, within(1e-12));
    long[] many = new long[100];
    many[0] = 2;
    many[10] = 4;
    many[20] = 4;
    assertThat(EntropyRule.FIXED.median(many)).isCloseTo(0.1 + 0.01 * 3 / 4, within(1e-12));
    assertThat(EntropyRule.FIXED.median(new long[100])).isZero();
    // The sum of bin numbers 0 + 1 + ... + 3 is 6 when bin 4 is looked at, where 10 would be half.
    long[] low = new long[100];
    low[0] = 8;
    low[4] = 12;
    assertThat(EntropyRule.FIXED.median(low)).isCloseTo(0.04 + 0.01 * 2 / 12, within(1e-12));
    assertThat(EntropyRule.FAITHFUL.median(low)).isCloseTo(0.04 + 0.01 * 4 / 12, within(1e-12));
    assertThat(EntropyRule.FAITHFUL.median(new long[100])).isZero();
    // 0.29 * 100 is a little less than 29, so that bin 28 is read once more; half is 407.5.
    long[] rounded = new long[100];
    rounded[28] = 10;
    rounded[99] = 805;
    assertThat(EntropyRule.FAITHFUL.median(rounded))
        .isCloseTo(0.29 + 0.01 * (407.5 - 406) / 10, within(1e-12));
    // Where no bin holds half the sum of all numbers is what it ends with.
    long[] never = new long[100];
    never[50] = 3;
    assertThat(EntropyRule.FAITHFUL.median(never)).isEqualTo(Double.NEGATIVE_INFINITY);
    never[99] = 1;
    assertThat(EntropyRule.FAITHFUL.median(never)).isCloseTo(0.99 - 49.48, within(1e-9));
  }
}
