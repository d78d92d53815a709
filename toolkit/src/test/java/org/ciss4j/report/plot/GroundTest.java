// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Colours of lines as people see them who lack a kind of cones. */
class GroundTest {
  /** What remains of linear RGB (Machado et al., IEEE TVCG 2009, severity 1). */
  private static final List<double[][]> EYES =
      List.of(
          new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
          new double[][] {
            {0.152286, 1.052583, -0.204868},
            {0.114503, 0.786281, 0.099216},
            {-0.003882, -0.048116, 1.051998}
          },
          new double[][] {
            {0.367322, 0.860646, -0.227968},
            {0.280085, 0.672501, 0.047413},
            {-0.011820, 0.042940, 0.968881}
          },
          new double[][] {
            {1.255528, -0.076749, -0.178779},
            {-0.078411, 0.930809, 0.147602},
            {0.004733, 0.691367, 0.303900}
          });

  private static double[] linear(Color colour) {
    return IntStream.of(colour.getRed(), colour.getGreen(), colour.getBlue())
        .mapToDouble(value -> value / 255.0)
        .map(v -> v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4))
        .toArray();
  }

  private static double[] seen(Color colour, double[][] eyes) {
    double[] rgb = linear(colour);
    return IntStream.range(0, 3)
        .mapToDouble(i -> eyes[i][0] * rgb[0] + eyes[i][1] * rgb[1] + eyes[i][2] * rgb[2])
        .map(value -> Math.max(0, Math.min(1, value)))
        .toArray();
  }

  /** CIELAB of linear sRGB. */
  private static double[] lab(double[] rgb) {
    double x = cube((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
    double y = cube(luminance(rgb));
    double z = cube((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double cube(double value) {
    return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116.0;
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  private static double distance(Color one, Color other, double[][] eyes) {
    double[] a = lab(seen(one, eyes));
    double[] b = lab(seen(other, eyes));
    return Math.sqrt(IntStream.range(0, 3).mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i])).sum());
  }

  /** A just noticeable difference is about 2; the colours that were there before came to 3. */
  @Test
  void linesAreToldApartByWhoeverLooks() {
    for (Ground ground : List.of(Ground.LIGHT, Ground.DARK)) {
      List<Color> lines = ground.lines();
      for (int i = 0; i < lines.size(); i++) {
        for (int j = 0; j < i; j++) {
          for (double[][] eyes : EYES) {
            assertThat(distance(lines.get(i), lines.get(j), eyes))
                .as("%s, %d and %d", ground.label(), i, j)
                .isGreaterThan(15);
          }
        }
      }
    }
  }

  /** Three to one is what graphics need by WCAG 2.2, 1.4.11. */
  @Test
  void linesStandOutFromTheGround() {
    Ground.LIGHT.lines().forEach(line -> assertThat(contrast(line, Color.WHITE)).isGreaterThan(3));
    Ground.DARK
        .lines()
        .forEach(line -> assertThat(contrast(line, new Color(0x0f141a))).isGreaterThan(3));
  }

  private static double contrast(Color one, Color other) {
    double a = luminance(linear(one)) + 0.05;
    double b = luminance(linear(other)) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  /** As many as a comparison of all methods has lines, and more. */
  @Test
  void linesOfOneColourDifferInDashes() {
    for (int one = 0; one < 36; one++) {
      for (int other = 0; other < one; other++) {
        boolean alike = one % Ground.LIGHT.lines().size() == other % Ground.LIGHT.lines().size();
        if (alike) {
          assertThat(PlotPng.dashes(one)).isNotEqualTo(PlotPng.dashes(other));
        }
      }
    }
    assertThat(Ground.DARK.lines()).hasSameSizeAs(Ground.LIGHT.lines());
  }
}
