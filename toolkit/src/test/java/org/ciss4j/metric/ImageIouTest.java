// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageIouTest {
  private static byte[] labels(String text) {
    byte[] labels = new byte[text.length()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (text.charAt(i) == 'v' ? 255 : text.charAt(i) - '0');
    }
    return labels;
  }

  /** In the third, 0 has 2 of 3, 1 has 1 of 2; in the fourth, 2 is where there is none of it. */
  @ParameterizedTest
  @CsvSource({
    "0011, 0011, 1",
    "0011, 1100, 0",
    "0011, 0001, 0.5833333333333333",
    "0000, 0002, 0.375",
    "vv11, 0211, 1",
    "vv11, 0010, 0.25",
    "0011, 00v1, 0.75",
    "vvvv, 0000, NaN"
  })
  void meanOfTheClassesThatAreShown(String truth, String prediction, double expected) {
    assertThat(ImageIou.of(labels(truth), labels(prediction))).isEqualTo(Double.valueOf(expected));
  }

  @Test
  void labelsAreOfTheSameImage() {
    assertThatThrownBy(() -> ImageIou.of(new byte[3], new byte[2]))
        .hasMessage("expected 3 predicted labels, got 2");
  }
}
