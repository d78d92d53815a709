// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.util.Random;
import org.ciss4j.common.CissException;
import org.ciss4j.data.batch.Window.Box;
import org.ciss4j.data.image.Mats;
import org.junit.jupiter.api.Test;

class ScaledCropTest {
  private final Random random = new Random(11);

  @Test
  void scalesBothSidesAlikeAndTakesAWindow() {
    ScaledCrop crop = ScaledCrop.of(64);
    int padded = 0;
    int mirrored = 0;
    for (int i = 0; i < 2000; i++) {
      Window window = crop.choose(100, 80, random);
      assertThat(window.source()).isEqualTo(new Box(0, 0, 100, 80));
      assertThat(window.width()).isBetween(50, 199);
      assertThat(Math.abs(window.height() - window.width() * 0.8)).isLessThan(1);
      assertThat(window.target().width()).isEqualTo(64);
      assertThat(window.target().height()).isEqualTo(64);
      if (window.target().isWithin(window.width(), window.height())) {
        assertThat(window.height()).isGreaterThanOrEqualTo(64);
      } else {
        padded++;
        assertThat(window.height()).isLessThan(64);
        assertThat(window.target().y()).isEqualTo(-((64 - window.height()) / 2));
      }
      mirrored += window.mirrored() ? 1 : 0;
    }
    assertThat(padded).isBetween(350, 450); // scale below 0.8
    assertThat(mirrored).isBetween(900, 1100);
  }

  @Test
  void whatIsLeftFreeIsVoidAndTheMeanColour() {
    Crop crop = (w, h, r) -> new Window(new Box(0, 0, 2, 1), 2, 1, new Box(-1, 0, 4, 2), false);
    byte[] labels =
        Mats.bytes(
            Mats.of(
                CropTransform.ofLabel(crop)
                    .transform(
                        Mats.writable(Mats.of(2, 1, CV_8UC1, new byte[] {7, 9})), new Random(0))));
    assertThat(labels).containsExactly(255, 7, 9, 255, 255, 255, 255, 255);
    byte[] rgb =
        Mats.bytes(
            Mats.of(
                CropTransform.ofImage(crop)
                    .transform(
                        Mats.writable(Mats.of(2, 1, CV_8UC3, new byte[] {1, 2, 3, 4, 5, 6})),
                        new Random(0))));
    assertThat(rgb).startsWith(124, 116, 104, 1, 2, 3, 4, 5, 6, 124, 116, 104);
    assertThat(rgb).endsWith(124, 116, 104);
  }

  @Test
  void refusesEmptyRanges() {
    assertThatThrownBy(() -> ScaledCrop.of(0)).isInstanceOf(CissException.class);
    assertThatThrownBy(() -> new ScaledCrop(8, 2, 1)).isInstanceOf(CissException.class);
    assertThatThrownBy(() -> new ScaledCrop(8, 0, 1)).isInstanceOf(CissException.class);
    assertThatThrownBy(() -> new ScaledCrop(8, 1, Double.NaN)).isInstanceOf(CissException.class);
  }
}
