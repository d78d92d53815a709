// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class RidgeStatisticsTest {
  private static final int FEATURES = 70;
  private static final int OUTPUTS = 3;

  /** Rows, targets and weights drawn at random. */
  private record Rows(float[] rows, float[] targets, float[] weights) {
    static Rows drawn(int count, long seed) {
      Random random = new Random(seed);
      float[] rows = new float[count * FEATURES];
      float[] targets = new float[count * OUTPUTS];
      float[] weights = new float[count];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (float) Math.max(0, random.nextGaussian());
      }
      for (int i = 0; i < targets.length; i++) {
        targets[i] = random.nextFloat();
      }
      for (int i = 0; i < count; i++) {
        weights[i] = 3 * random.nextFloat();
      }
      return new Rows(rows, targets, weights);
    }

    void addTo(RidgeStatistics statistics) {
      statistics.add(rows, targets, weights);
    }
  }

  /** Output 1 goes, and rows that showed it count for output 0: as if they had been told so. */
  @Test
  void outputsThatGoCountForTheFirst() {
    Rows data = Rows.drawn(40, 4);
    float[] told = new float[40 * (OUTPUTS - 1)];
    for (int n = 0; n < 40; n++) {
      told[2 * n] = data.targets[OUTPUTS * n] + data.targets[OUTPUTS * n + 1];
      told[2 * n + 1] = data.targets[OUTPUTS * n + 2];
    }
    try (RidgeStatistics all = RidgeStatistics.empty(FEATURES, OUTPUTS);
        RidgeStatistics wanted = RidgeStatistics.empty(FEATURES, OUTPUTS - 1)) {
      data.addTo(all);
      wanted.add(data.rows, told, data.weights);
      try (RidgeStatistics rest = all.withoutOutputs(1, 2);
          INDArray a = rest.solve(1);
          INDArray b = wanted.solve(1)) {
        assertThat(rest.outputs()).isEqualTo(OUTPUTS - 1);
        assertThat(a.sub(b).amaxNumber().doubleValue()).isLessThan(1e-5);
      }
      assertThat(all.outputs()).isEqualTo(OUTPUTS);
    }
  }

  @Test
  void theGradientOfTheObjectiveVanishesAtTheSolution() {
    Rows data = Rows.drawn(300, 1);
    double lambda = 0.5;
    try (RidgeStatistics statistics = RidgeStatistics.empty(FEATURES, OUTPUTS)) {
      data.addTo(statistics);
      try (INDArray w = statistics.solve(lambda)) {
        double[][] gradient = new double[OUTPUTS][FEATURES];
        double scale = 0;
        for (int n = 0; n < data.weights.length; n++) {
          for (int k = 0; k < OUTPUTS; k++) {
            double said = 0;
            for (int j = 0; j < FEATURES; j++) {
              said += w.getDouble(k, j) * data.rows[n * FEATURES + j];
            }
            double error = data.weights[n] * (said - data.targets[n * OUTPUTS + k]);
            for (int j = 0; j < FEATURES; j++) {
              gradient[k][j] += error * data.rows[n * FEATURES + j];
              scale = Math.max(scale, Math.abs(gradient[k][j]));
            }
          }
        }
        for (int k = 0; k < OUTPUTS; k++) {
          for (int j = 0; j < FEATURES; j++) {
            double whole = gradient[k][j] + lambda * w.getDouble(k, j);
            assertThat(whole).isCloseTo(0, within(1e-5 * scale));
          }
        }
      }
    }
  }

  @Test
  void neitherTheOrderOfRowsNorTheirPortionsMatter() {
    Rows first = Rows.drawn(500, 1);
    Rows second = Rows.drawn(37, 2);
    try (RidgeStatistics one = RidgeStatistics.empty(FEATURES, OUTPUTS);
        RidgeStatistics other = RidgeStatistics.empty(FEATURES, OUTPUTS)) {
      first.addTo(one);
      second.addTo(one);
      second.addTo(other);
      first.addTo(other);
      assertSame(one.solve(1), other.solve(1));
    }
  }

  @Test
  void whatWasAddedCanBeTakenAway() {
    Rows kept = Rows.drawn(400, 1);
    Rows gone = Rows.drawn(90, 2);
    try (RidgeStatistics all = RidgeStatistics.empty(FEATURES, OUTPUTS);
        RidgeStatistics away = RidgeStatistics.empty(FEATURES, OUTPUTS);
        RidgeStatistics never = RidgeStatistics.empty(FEATURES, OUTPUTS)) {
      kept.addTo(all);
      gone.addTo(all);
      gone.addTo(away);
      kept.addTo(never);
      all.subtract(away);
      assertSame(all.solve(1), never.solve(1));
    }
  }

  @Test
  void anOutputThatComesLaterHasSeenNothing() {
    Rows rows = Rows.drawn(100, 1);
    try (RidgeStatistics before = RidgeStatistics.empty(FEATURES, OUTPUTS)) {
      rows.addTo(before);
      try (RidgeStatistics after = before.withOutputs(OUTPUTS + 2)) {
        INDArray w = after.solve(1);
        assertThat(w.shape()).containsExactly(OUTPUTS + 2, FEATURES);
        assertThat(w.getRow(OUTPUTS + 1).toFloatVector()).containsOnly(0);
        assertThat(w.getRow(0).toFloatVector())
            .isEqualTo(before.solve(1).getRow(0).toFloatVector());
      }
    }
  }

  @Test
  void rowsWithoutWeightAreNotSeenWhateverTheyHold() {
    float[] rows = new float[2 * FEATURES];
    Arrays.fill(rows, Float.NaN);
    try (RidgeStatistics statistics = RidgeStatistics.empty(FEATURES, OUTPUTS)) {
      statistics.add(rows, new float[2 * OUTPUTS], new float[2]);
      assertThat(statistics.solve(1).toFloatMatrix()).isDeepEqualTo(new float[OUTPUTS][FEATURES]);
    }
  }

  @Test
  void whatCannotBeInvertedIsSaid() {
    try (RidgeStatistics statistics = RidgeStatistics.empty(FEATURES, OUTPUTS)) {
      assertThatThrownBy(() -> statistics.solve(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("70 features")
          .hasMessageContaining("raise it");
    }
  }

  private static void assertSame(INDArray a, INDArray b) {
    double largest = a.amaxNumber().doubleValue();
    assertThat(a.sub(b).amaxNumber().doubleValue()).isLessThan(1e-6 * largest);
    a.close();
    b.close();
  }
}
