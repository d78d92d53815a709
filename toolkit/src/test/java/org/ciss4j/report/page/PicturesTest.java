// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.ciss4j.common.CissException;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.report.plot.PlotPng;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static final int DARKEST = 0xff00000c;
  private static final int BRIGHTEST = 0xfffcffa4;

  /** A red and a green pixel, background and class 1. */
  private static final LabeledImage IMAGE =
      new LabeledImage("two", 2, 1, new byte[] {-1, 0, 0, 0, -1, 0}, new byte[] {0, 1});

  @Test
  void photosAndLabelsHaveTheirColours() {
    assertThat(Pictures.photo(IMAGE).getRGB(1, 0)).isEqualTo(0xff00ff00);
    assertThat(Pictures.labels(IMAGE).getRGB(0, 0)).isEqualTo(0xff000000);
    assertThat(Pictures.labels(IMAGE).getRGB(1, 0)).isEqualTo(0xff800000);
  }

  @Test
  void heatIsBetweenItsEnds() {
    BufferedImage rising = Pictures.heat(3, 1, new float[] {-9, 0, 7}, 0, 5);
    assertThat(rising.getRGB(0, 0)).isEqualTo(DARKEST);
    assertThat(rising.getRGB(1, 0)).isEqualTo(DARKEST);
    assertThat(rising.getRGB(2, 0)).isEqualTo(BRIGHTEST);
    BufferedImage falling = Pictures.heat(2, 1, new float[] {-5, 0}, 0, -5);
    assertThat(falling.getRGB(0, 0)).isEqualTo(BRIGHTEST);
    assertThat(falling.getRGB(1, 0)).isEqualTo(DARKEST);
    assertThatThrownBy(() -> Pictures.heat(2, 2, new float[3], 0, 1))
        .isInstanceOf(CissException.class)
        .hasMessage("expected 4 values for 2 x 2, got 3");
  }

  @Test
  void aGridEnlargesPixelsAWholeNumberOfTimes() {
    BufferedImage small = Pictures.photo(IMAGE);
    BufferedImage grid =
        Pictures.grid(List.of("a", "b"), List.of(List.of(small, small), List.of(small, small)));
    assertThat(grid.getWidth()).isEqualTo(2 * (192 + 6) + 6);
    assertThat(grid.getHeight()).isEqualTo(20 + 2 * (192 + 6));
    assertThat(grid.getRGB(6 + 95, 20)).isEqualTo(0xffff0000);
    assertThat(grid.getRGB(6 + 96, 20)).isEqualTo(0xff00ff00);
    assertThat(Pictures.row(Map.of("a", small)).getWidth()).isEqualTo(192 + 12);
  }

  @Test
  void chartsAreOpaque() {
    BufferedImage lines =
        Pictures.lines("iteration", "loss", Map.of("dkd", List.of(3.0, 2.0, 1.0)));
    assertThat(lines.getWidth()).isEqualTo(PlotPng.WIDTH);
    assertThat(lines.getRGB(0, 0)).isEqualTo(0xffffffff);
    ConfusionMatrix matrix = ConfusionMatrix.of(new long[][] {{3, 1}, {0, 4}});
    BufferedImage confusion = Pictures.confusion(matrix, List.of("background", "cat", "dog"));
    assertThat(confusion.getWidth()).isEqualTo(HeatMapPng.size(2));
  }
}
