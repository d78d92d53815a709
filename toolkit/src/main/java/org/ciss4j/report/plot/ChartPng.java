// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/** What all charts have in common: XChart's, as PNG on a transparent ground. */
public final class ChartPng {
  /** Pixels of the picture to a CSS pixel. */
  private static final int SCALE = 2;

  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  /** The end of every axis. */
  private static final double MOST = 1e15;

  /** Exponents from which on numbers are written with them. */
  private static final int PLAIN = 7;

  private static final String ELLIPSIS = "\u2026";

  private ChartPng() {}

  /** Whether this Java can draw text; some images of servers come without any font. */
  public static boolean isPossible() {
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

  /** As much of the beginning of a text as a row of so many CSS pixels holds. */
  public static String cut(String text, int width) {
    if (textWidth(text) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 1 && textWidth(text.substring(0, end) + ELLIPSIS) > width) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + ELLIPSIS;
  }

  /**
   * A number as an axis can have it: of those beyond, its end; NaN, which draws nothing, stays.
   * XChart looks for the places of its ticks without end where numbers are beyond those of a long.
   */
  static double drawable(double value) {
    return Math.max(-MOST, Math.min(MOST, value));
  }

  /** The numbers of points as an axis can have them. */
  static double[] drawable(List<LinePlot.Point> points, ToDoubleFunction<LinePlot.Point> of) {
    return points.stream().mapToDouble(of).map(ChartPng::drawable).toArray();
  }

  /** A number beside an axis, rounded; XChart alone would write .005, or all zeros of 1E+15. */
  public static String tick(double value, MathContext digits) {
    BigDecimal rounded = new BigDecimal(value, digits).stripTrailingZeros();
    boolean plain = Math.abs(rounded.precision() - rounded.scale() - 1) < PLAIN;
    return rounded.signum() == 0 ? "0" : plain ? rounded.toPlainString() : rounded.toString();
  }

  /** Colours and fonts. */
  public static void style(AxesChartStyler styler, Ground ground) {
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
  public static byte[] of(Chart<?, ?> chart, int width, int height) {
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
