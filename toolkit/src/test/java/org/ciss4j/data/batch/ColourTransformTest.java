// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.util.Random;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.Mats;
import org.junit.jupiter.api.Test;

class ColourTransformTest {
  /** Red and grey. */
  private static final byte[] PIXELS = {(byte) 200, 40, 40, 100, 100, 100};

  private static int[] jittered(ColourJitter jitter, long seed) {
    byte[] rgb =
        Mats.bytes(
            Mats.of(
                new ColourTransform(jitter)
                    .transform(Mats.writable(Mats.of(2, 1, CV_8UC3, PIXELS)), new Random(seed))));
    int[] result = new int[rgb.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = Byte.toUnsignedInt(rgb[i]);
    }
    return result;
  }

  /** The factor that the n-th draw of a seed gives. */
  private static double factor(long seed, int n, double strength) {
    Random random = new Random(seed);
    double draw = 0;
    for (int i = 0; i <= n; i++) {
      draw = random.nextDouble();
    }
    return 1 + strength * (2 * draw - 1);
  }

  @Test
  void noneLeavesColoursAsTheyAre() {
    assertThat(jittered(ColourJitter.NONE, 4)).containsExactly(200, 40, 40, 100, 100, 100);
  }

  @Test
  void brightnessMultiplies() {
    for (long seed = 0; seed < 20; seed++) {
      double factor = factor(seed, 0, 0.5);
      int[] found = jittered(new ColourJitter(0.5, 0, 0, 0), seed);
      assertThat(found[0]).isEqualTo((int) Math.min(255, Math.rint(200 * factor)));
      assertThat(found[5]).isEqualTo((int) Math.rint(100 * factor));
    }
  }

  @Test
  void contrastKeepsTheMeanGrey() {
    // Grey of the first pixel is 0.299 * 200 + 0.701 * 40 = 87.84, rounded to 88.
    double mean = (88 + 100) / 2.0;
    for (long seed = 0; seed < 20; seed++) {
      double factor = factor(seed, 1, 0.4);
      int[] found = jittered(new ColourJitter(0, 0.4, 0, 0), seed);
      assertThat(found[3]).isEqualTo((int) Math.rint(100 * factor + (1 - factor) * mean));
    }
  }

  @Test
  void saturationLeavesGreyAlone() {
    boolean moved = false;
    for (long seed = 0; seed < 20; seed++) {
      int[] found = jittered(new ColourJitter(0, 0, 0.9, 0), seed);
      assertThat(found).endsWith(100, 100, 100);
      assertThat((double) found[0])
          .isCloseTo(
              Math.min(255, 88 + factor(seed, 2, 0.9) * (200 - 88)),
              org.assertj.core.data.Offset.offset(1.0));
      moved |= Math.abs(found[0] - 200) > 20;
    }
    assertThat(moved).isTrue();
  }

  @Test
  void hueTurnsColoursAndLeavesGreyAlone() {
    boolean green = false;
    for (long seed = 0; seed < 20; seed++) {
      int[] found = jittered(new ColourJitter(0, 0, 0, 0.5), seed);
      assertThat(found).endsWith(100, 100, 100);
      assertThat(Math.max(found[0], Math.max(found[1], found[2]))).isBetween(198, 202);
      green |= found[1] > 190;
    }
    assertThat(green).isTrue();
  }

  @Test
  void refusesStrengthsOutOfRange() {
    assertThatThrownBy(() -> new ColourJitter(1.5, 0, 0, 0)).isInstanceOf(CissException.class);
    assertThatThrownBy(() -> new ColourJitter(0, -1, 0, 0)).isInstanceOf(CissException.class);
    assertThatThrownBy(() -> new ColourJitter(0, 0, Double.NaN, 0))
        .isInstanceOf(CissException.class);
    assertThatThrownBy(() -> new ColourJitter(0, 0, 0, 0.6)).isInstanceOf(CissException.class);
  }
}
