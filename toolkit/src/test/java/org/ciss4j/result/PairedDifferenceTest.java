// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedDifferenceTest {
  /** From published tables. */
  @ParameterizedTest
  @CsvSource({
    "1, 12.7062",
    "2, 4.3027",
    "9, 2.2622",
    "10, 2.2281",
    "15, 2.1314",
    "30, 2.0423",
    "120, 1.9799"
  })
  void quantilesAreThoseOfTheTables(int freedom, double expected) {
    assertThat(StudentT.twoSided95(freedom)).isCloseTo(expected, within(6e-5));
  }

  /** Differences of 1, 2 and 3 points have a mean of 2 and a deviation of 1. */
  @Test
  void theIntervalIsThatOfThePairedTest() {
    PairedDifference noise =
        PairedDifference.of(List.of(0.11, 0.22, 0.33), List.of(0.10, 0.20, 0.30));
    assertThat(noise.mean()).isCloseTo(0.02, within(1e-12));
    assertThat(noise.halfWidth()).isCloseTo(0.04302653 / Math.sqrt(3), within(1e-8));
    assertThat(noise.isMoreThanNoise()).isFalse();
    assertThat(noise.points()).isEqualTo("+2.00 ± 2.48");
    PairedDifference more =
        PairedDifference.of(List.of(0.07, 0.172, 0.271), List.of(0.10, 0.20, 0.30));
    assertThat(more.isMoreThanNoise()).isTrue();
    assertThat(more.points()).startsWith("-2.90 ± 0.").endsWith(" *");
  }

  @Test
  void oneSeedSaysNothing() {
    PairedDifference one = PairedDifference.of(List.of(0.9), List.of(0.1));
    assertThat(one.isMoreThanNoise()).isFalse();
    assertThat(one.points()).isEqualTo("-");
    assertThat(PairedDifference.of(List.of(0.9, Double.NaN), List.of(0.1, 0.2)).points())
        .isEqualTo("-");
    assertThatThrownBy(() -> PairedDifference.of(List.of(0.9), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
