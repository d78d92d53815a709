// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticTest {
  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.1, 1, 10, 50, 1e4, 1e30})
  void equalsTheFormulas(double size) {
    SplittableRandom random = new SplittableRandom(1);
    double[] z = random.doubles(1001, -size, size).toArray();
    z[0] = 0;
    z[1] = -0.0;
    double[] softplus = new double[z.length];
    double[] sigmoid = new double[z.length];
    Logistic.apply(z, softplus, sigmoid, new double[z.length], z.length);
    for (int i = 0; i < z.length; i++) {
      double e = Math.exp(-Math.abs(z[i]));
      double expected = Math.max(z[i], 0) + Math.log1p(e);
      assertThat(softplus[i]).as("softplus(%s)", z[i]).isCloseTo(expected, offset(near(expected)));
      double probability = z[i] > 0 ? 1 / (1 + e) : e / (1 + e);
      assertThat(sigmoid[i])
          .as("sigmoid(%s)", z[i])
          .isCloseTo(probability, offset(near(probability)));
    }
  }

  private static double near(double expected) {
    return 1e-15 + 1e-8 * expected;
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoNumberIsSeen(double value) {
    double[] softplus = new double[1];
    double[] sigmoid = new double[1];
    Logistic.apply(new double[] {value}, softplus, sigmoid, new double[1], 1);
    assertThat(Double.isFinite(softplus[0])).isFalse();
  }
}
