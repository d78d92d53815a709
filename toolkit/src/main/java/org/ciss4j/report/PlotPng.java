// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.awt.AWTError;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws plots with XChart as PNG on a transparent ground. Lines differ in colour, in dashes and,
 * where points are marked, in markers.
 */
final class PlotPng {
  /** Size on the page in CSS pixels; the picture has {@value #SCALE} times as many. */
  static final int WIDTH = 480;

  static final int HEIGHT = 320;
  private static final int SCALE = 2;
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private static final List<BasicStroke> STROKES =
      List.of(
          stroke(),
          stroke(8, 4),
          stroke(2, 3),
          stroke(10, 4, 2, 4),
          stroke(14, 5),
          stroke(5, 2, 1, 2));
  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_DOWN,
          SeriesMarkers.CROSS);

  /** Colours that suit a ground. */
  record Ground(Color ink, Color grid, List<Color> lines) {
    static final Ground LIGHT =
        of(0x1f2328, 0xd8dee4, 0x0a5fb4, 0xb9480a, 0x1a7f37, 0x7a3fc2, 0x8a6100, 0x0f7180);
    static final Ground DARK =
        of(0xe6edf3, 0x3d444d, 0x6cb6ff, 0xffa36b, 0x6fdd8b, 0xc9a5ff, 0xe8c15c, 0x5cd6e0);

    private static Ground of(int ink, int grid, int... lines) {
      List<Color> colors = Arrays.stream(lines).mapToObj(Color::new).toList();
      return new Ground(new Color(ink), new Color(grid), colors);
    }
  }

  private PlotPng() {}

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

  /** The plot as a PNG file for a ground. */
  static byte[] draw(LinePlot plot, Ground ground) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(plot.xTitle())
            .yAxisTitle(plot.yTitle())
            .build();
    style(chart.getStyler(), plot, ground);
    for (double boundary : plot.boundaries()) {
      chart.addAnnotation(new AnnotationLine(boundary, true, false));
    }
    plot.lines().forEach(line -> add(chart, line, ground));
    return png(chart);
  }

  private static void add(XYChart chart, LinePlot.Line line, Ground ground) {
    double[] x = line.points().stream().mapToDouble(LinePlot.Point::x).toArray();
    double[] y = line.points().stream().mapToDouble(LinePlot.Point::y).toArray();
    XYSeries series = chart.addSeries(line.name(), x, y);
    Color color = ground.lines.get(line.look() % ground.lines.size());
    series.setLineColor(color).setLineStyle(STROKES.get(line.look() % STROKES.size()));
    series.setMarkerColor(color);
    series.setMarker(
        line.marked() ? MARKERS.get(line.look() % MARKERS.size()) : SeriesMarkers.NONE);
  }

  private static void style(XYStyler styler, LinePlot plot, Ground ground) {
    Color clear = new Color(0, 0, 0, 0);
    styler.setChartBackgroundColor(clear);
    styler.setPlotBackgroundColor(clear);
    styler.setLegendBackgroundColor(clear);
    styler.setPlotBorderVisible(false);
    styler.setLegendBorderColor(clear);
    styler.setChartTitleVisible(false);
    styler.setChartPadding(4);
    styler.setChartFontColor(ground.ink);
    styler.setXAxisTitleColor(ground.ink);
    styler.setYAxisTitleColor(ground.ink);
    styler.setAxisTickLabelsColor(ground.ink);
    styler.setAxisTickMarksColor(ground.grid);
    styler.setPlotGridLinesColor(ground.grid);
    styler.setPlotGridLinesStroke(new BasicStroke(0.8f));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setAnnotationLineColor(ground.ink);
    styler.setAnnotationLineStroke(SeriesLines.DASH_DASH);
    styler.setAxisTitleFont(TEXT);
    styler.setAxisTickLabelsFont(TEXT);
    styler.setLegendFont(TEXT);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendSeriesLineLength(36);
    styler.setLegendVisible(plot.legend());
    styler.setYAxisLabelAlignment(TextAlignment.Right);
    styler.setMarkerSize(8);
    styler.setLocale(Locale.ROOT);
    styler.setXAxisDecimalPattern("0");
    if (plot.percent()) {
      styler.setYAxisMin(0.0);
      styler.setYAxisMax(100.0);
    }
  }

  private static BasicStroke stroke(float... dashes) {
    return new BasicStroke(
        2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes.length == 0 ? null : dashes, 0);
  }

  private static byte[] png(XYChart chart) {
    BufferedImage image =
        new BufferedImage(SCALE * WIDTH, SCALE * HEIGHT, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, WIDTH, HEIGHT);
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
