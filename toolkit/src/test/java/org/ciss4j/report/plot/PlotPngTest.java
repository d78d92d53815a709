// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PlotPngTest {
  private static LinePlot plot(boolean legend, String... names) {
    List<LinePlot.Line> lines =
        IntStream.range(0, names.length)
            .mapToObj(
                i ->
                    new LinePlot.Line(
                        names[i],
                        i,
                        List.of(new LinePlot.Point(0, i), new LinePlot.Point(1, i)),
                        true))
            .toList();
    return new LinePlot("step", "percent", true, legend, lines, List.of());
  }

  private static BufferedImage drawn(LinePlot plot) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(PlotPng.draw(plot, Ground.LIGHT)));
  }

  @Test
  void namesThatDoNotFitIntoARowHaveOneEach() throws IOException {
    LinePlot narrow = plot(true, "dkd", "mib");
    LinePlot wide = plot(true, "dkd", "dkd without DKD", "dkd without init", "fine-tuning");
    assertThat(PlotPng.height(narrow)).isEqualTo(PlotPng.HEIGHT);
    assertThat(PlotPng.height(wide)).isGreaterThan(PlotPng.HEIGHT);
    assertThat(PlotPng.height(plot(false, "dkd", "dkd without DKD", "a".repeat(90))))
        .isEqualTo(PlotPng.HEIGHT);
    BufferedImage image = drawn(wide);
    assertThat(image.getHeight()).isEqualTo(2 * PlotPng.height(wide));
    int last = image.getWidth() - 1;
    assertThat(IntStream.range(2 * PlotPng.HEIGHT, image.getHeight()))
        .as("nothing of the names touches the right edge")
        .allMatch(y -> image.getRGB(last, y) >>> 24 == 0);
    assertThat(IntStream.range(0, image.getWidth()))
        .as("the last name is drawn")
        .anyMatch(x -> ink(image, x, image.getHeight() - 2 * 40));
  }

  private static boolean ink(BufferedImage image, int x, int from) {
    return IntStream.range(from, image.getHeight()).anyMatch(y -> image.getRGB(x, y) >>> 24 != 0);
  }
}
