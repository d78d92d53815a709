// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/** What all charts have in common: XChart's, as PNG on a transparent ground. */
final class ChartPng {
  /** Pixels of the picture to a CSS pixel. */
  private static final int SCALE = 2;

  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private ChartPng() {}

  /** Whether this Java can draw text; some images of servers come without any font. */
  static boolean isPossible() {
    try {
      Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB).createGraphics();
      try {
        return graphics.getFontMetrics(TEXT).stringWidth("0") > 0;
      } finally {
        graphics.dispose();
      }
    } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
      return false;
    }
  }

  /** CSS pixels that a text takes in a row. */
  static int textWidth(String text) {
    var context = new FontRenderContext(null, true, true);
    return (int) Math.ceil(TEXT.getStringBounds(text, context).getWidth());
  }

  /** Colours and fonts. */
  static void style(AxesChartStyler styler, Ground ground) {
    Color clear = new Color(0, 0, 0, 0);
    styler.setChartBackgroundColor(clear);
    styler.setPlotBackgroundColor(clear);
    styler.setLegendBackgroundColor(clear);
    styler.setPlotBorderVisible(false);
    styler.setLegendBorderColor(clear);
    styler.setChartTitleVisible(false);
    styler.setChartPadding(4);
    styler.setChartFontColor(ground.ink());
    styler.setXAxisTitleColor(ground.ink());
    styler.setYAxisTitleColor(ground.ink());
    styler.setAxisTickLabelsColor(ground.ink());
    styler.setAxisTickMarksColor(ground.grid());
    styler.setAxisTitleFont(TEXT);
    styler.setAxisTickLabelsFont(TEXT);
    styler.setLegendFont(TEXT);
    styler.setLocale(Locale.ROOT);
  }

  /** The chart in a size of CSS pixels. */
  static byte[] of(Chart<?, ?> chart, int width, int height) {
    BufferedImage image =
        new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, width, height);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
