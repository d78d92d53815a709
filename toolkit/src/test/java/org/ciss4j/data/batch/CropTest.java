// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ciss4j.common.CissException;
import org.ciss4j.data.batch.Window.Box;
import org.junit.jupiter.api.Test;

class CropTest {
  private final Random random = new Random(7);

  @Test
  void randomCropsLieInTheImageAndInTheRanges() {
    RandomResizedCrop crop = RandomResizedCrop.of(64);
    int mirrored = 0;
    int fallbacks = 0;
    for (int i = 0; i < 2000; i++) {
      Window window = crop.choose(500, 375, random);
      Box source = window.source();
      assertThat(source.x()).isBetween(0, 500 - source.width());
      assertThat(source.y()).isBetween(0, 375 - source.height());
      double area = source.width() * source.height() / (500.0 * 375.0);
      double aspect = (double) source.width() / source.height();
      assertThat(area).isBetween(0.49, 1.0);
      assertThat(aspect).isBetween(0.74, 1.34);
      assertThat(window.target()).isEqualTo(new Box(0, 0, 64, 64));
      mirrored += window.mirrored() ? 1 : 0;
      fallbacks += source.equals(new Box(0, 0, 500, 375)) ? 1 : 0;
    }
    assertThat(mirrored).isBetween(900, 1100);
    assertThat(fallbacks).isLessThan(600);
  }

  @Test
  void anImageOfExtremeAspectGivesItsMiddle() {
    RandomResizedCrop never = new RandomResizedCrop(8, 8, 5, 6, 4.0 / 3.0);
    assertThat(never.choose(900, 300, random).source()).isEqualTo(new Box(250, 0, 400, 300));
    assertThat(never.choose(300, 900, random).source()).isEqualTo(new Box(0, 250, 300, 400));
    assertThat(never.choose(400, 390, random).source()).isEqualTo(new Box(0, 0, 400, 390));
  }

  @Test
  void aspectIsLogUniform() {
    RandomResizedCrop crop = new RandomResizedCrop(8, 8, 0.01, 0.01, 4);
    double sum = 0;
    for (int i = 0; i < 4000; i++) {
      Box source = crop.choose(4000, 4000, random).source();
      sum += Math.log((double) source.width() / source.height()) / Math.log(4);
    }
    assertThat(sum / 4000).isCloseTo(0, within(0.03));
  }

  @Test
  void centerResizesTheShorterSide() {
    Window wide = Crop.center(512).choose(500, 375, random);
    assertThat(wide)
        .isEqualTo(new Window(new Box(0, 0, 500, 375), 682, 512, new Box(85, 0, 512, 512), false));
    Window tall = Crop.center(512).choose(333, 500, random);
    assertThat(tall)
        .isEqualTo(new Window(new Box(0, 0, 333, 500), 512, 768, new Box(0, 128, 512, 512), false));
  }

  @Test
  void centerRoundsHalfPixelsToEven() {
    assertThat(Crop.center(10).choose(11, 10, random).target().x()).isZero();
    assertThat(Crop.center(10).choose(13, 10, random).target().x()).isEqualTo(2);
    assertThat(Crop.center(10).choose(15, 10, random).target().x()).isEqualTo(2);
  }

  @Test
  void noneIsTheWholeImage() {
    Box all = new Box(0, 0, 7, 5);
    assertThat(Crop.none().choose(7, 5, random)).isEqualTo(new Window(all, 7, 5, all, false));
  }

  @Test
  void refusesEmptyRanges() {
    assertThatThrownBy(() -> Crop.random(0))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("0x0");
    assertThatThrownBy(() -> new RandomResizedCrop(1, 1, 2, 1, 1))
        .isInstanceOf(CissException.class);
    assertThatThrownBy(() -> new RandomResizedCrop(1, 1, 1, 2, 0.5))
        .isInstanceOf(CissException.class);
    assertThatThrownBy(() -> new RandomResizedCrop(1, 1, Double.NaN, 2, 2))
        .isInstanceOf(CissException.class);
  }
}
