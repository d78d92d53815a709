// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaletteTest {
  /** As in the masks that come with VOC 2012. */
  @ParameterizedTest
  @CsvSource({
    "0, 0x000000",
    "1, 0x800000",
    "2, 0x008000",
    "7, 0x808080",
    "8, 0x400000",
    "15, 0xC08080",
    "16, 0x004000",
    "20, 0x004080",
    "255, 0xE0E0C0"
  })
  void coloursAreThoseOfVoc(int id, int colour) {
    assertThat(Palette.colour(id)).isEqualTo(colour);
    assertThat(Palette.image(1, 1, new byte[] {(byte) id}).getRGB(0, 0) & 0xFFFFFF)
        .isEqualTo(colour);
  }
}
