// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DiscriminantsTest {
  private static final int ROWS = 400;
  private static final double GAMMA = 3;

  /** Rows (a, b, 1), of which those with y = 1 lie elsewhere and are one in four. */
  private static final class Drawn {
    final double[][] features = new double[ROWS][2];
    final boolean[] shown = new boolean[ROWS];

    Drawn(long seed) {
      Random random = new Random(seed);
      for (int i = 0; i < ROWS; i++) {
        shown[i] = i % 4 == 0;
        double common = random.nextGaussian();
        features[i][0] = common + 0.3 * random.nextGaussian() + (shown[i] ? 1.5 : 0.2);
        features[i][1] = common + 0.5 * random.nextGaussian() + (shown[i] ? -0.5 : 1);
      }
    }

    RidgeStatistics statistics() {
      float[] rows = new float[3 * ROWS];
      float[] targets = new float[2 * ROWS];
      float[] weights = new float[ROWS];
      for (int i = 0; i < ROWS; i++) {
        rows[3 * i] = (float) features[i][0];
        rows[3 * i + 1] = (float) features[i][1];
        rows[3 * i + 2] = 1;
        targets[2 * i + (shown[i] ? 1 : 0)] = 1;
        weights[i] = 1;
      }
      RidgeStatistics statistics = RidgeStatistics.empty(3, 2);
      statistics.add(rows, targets, weights);
      return statistics;
    }

    double[] mean(boolean ofShown) {
      double[] mean = new double[2];
      int count = 0;
      for (int i = 0; i < ROWS; i++) {
        if (shown[i] == ofShown) {
          mean[0] += features[i][0];
          mean[1] += features[i][1];
          count++;
        }
      }
      return new double[] {mean[0] / count, mean[1] / count};
    }

    /** By the textbook: the inverse of the covariance within, times the difference of the means. */
    double[] logit() {
      double[] m1 = mean(true);
      double[] m0 = mean(false);
      double xx = 0;
      double xy = 0;
      double yy = 0;
      for (int i = 0; i < ROWS; i++) {
        double[] mean = shown[i] ? m1 : m0;
        double x = features[i][0] - mean[0];
        double y = features[i][1] - mean[1];
        xx += x * x / ROWS;
        xy += x * y / ROWS;
        yy += y * y / ROWS;
      }
      double determinant = xx * yy - xy * xy;
      double dx = m1[0] - m0[0];
      double dy = m1[1] - m0[1];
      double a = (yy * dx - xy * dy) / determinant;
      double b = (xx * dy - xy * dx) / determinant;
      double middle = a * (m1[0] + m0[0]) / 2 + b * (m1[1] + m0[1]) / 2;
      return new double[] {a, b, Math.log(GAMMA * 0.25 / 0.75) - middle};
    }
  }

  @Test
  void areThoseOfTheTextbook() {
    for (long seed = 1; seed <= 3; seed++) {
      Drawn drawn = new Drawn(seed);
      try (RidgeStatistics statistics = drawn.statistics()) {
        float[] logit = new Discriminants(statistics, 0).logit(1, GAMMA).orElseThrow();
        double[] expected = drawn.logit();
        for (int i = 0; i < 3; i++) {
          assertThat((double) logit[i]).isCloseTo(expected[i], within(1e-4 * size(expected)));
        }
      }
    }
  }

  private static double size(double[] numbers) {
    return Math.abs(numbers[0]) + Math.abs(numbers[1]) + Math.abs(numbers[2]);
  }

  @Test
  void whatNoRowShowsHasNone() {
    try (RidgeStatistics statistics = RidgeStatistics.empty(2, 3)) {
      statistics.add(new float[] {2, 1, 5, 1}, new float[] {0, 0, 1, 0, 0, 1}, new float[] {1, 1});
      Discriminants discriminants = new Discriminants(statistics, 0.01);
      assertThat(discriminants.logit(1, 1)).as("shown by no row").isEmpty();
      assertThat(discriminants.logit(2, 1)).as("shown by all rows").isEmpty();
    }
  }

  @Test
  void whereNothingIsSeenThereAreNone() {
    try (RidgeStatistics nothing = RidgeStatistics.empty(3, 2);
        RidgeStatistics dead = RidgeStatistics.empty(2, 2)) {
      dead.add(new float[] {0, 1, 0, 1}, new float[] {1, 0, 0, 1}, new float[] {1, 1});
      assertThat(new Discriminants(nothing, 0.01).logit(1, 1)).isEmpty();
      assertThat(new Discriminants(dead, 0.01).logit(1, 1)).as("all features are 0").isEmpty();
    }
  }

  /** Features in other units are told apart as well. */
  @Test
  void doNotDependOnTheUnitsOfFeatures() {
    Drawn drawn = new Drawn(7);
    try (RidgeStatistics statistics = drawn.statistics()) {
      float[] logit = new Discriminants(statistics, 0.1).logit(1, GAMMA).orElseThrow();
      for (double[] row : drawn.features) {
        row[0] *= 20;
        row[1] *= 20;
      }
      try (RidgeStatistics scaled = drawn.statistics()) {
        float[] other = new Discriminants(scaled, 0.1).logit(1, GAMMA).orElseThrow();
        assertThat(20 * other[0]).isCloseTo(logit[0], within(1e-4f));
        assertThat(20 * other[1]).isCloseTo(logit[1], within(1e-4f));
        assertThat(other[2]).isCloseTo(logit[2], within(1e-4f));
      }
    }
  }

  @Test
  void areFiniteWhereAClassIsToldWithoutAnError() {
    try (RidgeStatistics statistics = RidgeStatistics.empty(2, 2)) {
      statistics.add(
          new float[] {0, 1, 1, 1, 0, 1, 1, 1},
          new float[] {1, 0, 0, 1, 1, 0, 0, 1},
          new float[] {1, 1, 1, 1});
      float[] logit = new Discriminants(statistics, 0).logit(1, 1).orElseThrow();
      assertThat(logit[1]).isBetween(-500f, -10f);
      assertThat(logit[0] + logit[1]).isBetween(10f, 500f);
    }
  }
}
