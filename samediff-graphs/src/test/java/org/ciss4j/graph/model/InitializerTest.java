// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializerTest {
  private static final int COUNT = 300_000;

  /** From tables of the normal distribution. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.841344746068543, 1",
    "0.975, 1.959963984540054",
    "0.99, 2.326347874040841",
    "0.999, 3.090232306167813",
    "1e-6, -4.753424308822899",
    "1e-12, -7.034483825301131"
  })
  void normalQuantiles(double p, double expected) {
    assertThat(NormalQuantile.of(p)).isCloseTo(expected, within(2e-8));
    if (p > 1e-9) {
      assertThat(NormalQuantile.of(1 - p)).isCloseTo(-expected, within(2e-8));
    }
  }

  @Test
  void kaimingNormalIsNormal() {
    float[] values = Initializer.kaimingNormal(50).values(COUNT, 7);
    double deviation = 0.2;
    assertThat(mean(values)).isCloseTo(0, within(0.001));
    assertThat(share(values, -deviation, deviation)).isCloseTo(0.6827, within(0.003));
    assertThat(share(values, -2 * deviation, 2 * deviation)).isCloseTo(0.9545, within(0.002));
    assertThat(share(values, -3 * deviation, 3 * deviation)).isCloseTo(0.9973, within(0.0005));
  }

  @Test
  void uniformFillsItsRangeEvenly() {
    float[] values = Initializer.uniform(0.0625).values(COUNT, 7);
    assertThat(share(values, -0.0625, 0.0625)).isEqualTo(1);
    for (int i = 0; i < 8; i++) {
      double from = -0.0625 + i * 0.015625;
      assertThat(share(values, from, from + 0.015625)).isCloseTo(0.125, within(0.003));
    }
  }

  @Test
  void constantIsConstant() {
    assertThat(Initializer.constant(1).values(5, 3)).containsOnly(1f);
  }

  /** The start of a sequence does not depend on its length, nor on how many cores made it. */
  @Test
  void valuesDependOnSeedAndIndexAlone() {
    float[] many = Initializer.kaimingNormal(2).values(COUNT, 5);
    assertThat(Initializer.kaimingNormal(2).values(10, 5)).containsExactly(Arrays.copyOf(many, 10));
    assertThat(Initializer.kaimingNormal(2).values(10, 6)).doesNotContain(Arrays.copyOf(many, 10));
    assertThat(Arrays.copyOf(many, 3)).containsExactly(RECORDED);
  }

  /** Every machine draws these. */
  private static final float[] RECORDED = {-0.28775263f, 0.6817675f, -0.72995394f};

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double share(float[] values, double from, double to) {
    int inside = 0;
    for (float value : values) {
      inside += value >= from && value <= to ? 1 : 0;
    }
    return (double) inside / values.length;
  }
}
