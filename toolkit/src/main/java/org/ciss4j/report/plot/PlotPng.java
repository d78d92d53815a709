// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.math.MathContext;
import java.util.List;
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
public final class PlotPng {
  /** Size on the page in CSS pixels. */
  public static final int WIDTH = 480;

  /** Height on the page in CSS pixels. */
  public static final int HEIGHT = 320;

  /** Of the dashes that stand before a name in the legend. */
  private static final int DASHES = 36;

  /** Between the names of a legend, with the dashes. */
  private static final int LEGEND_GAP = DASHES + 20;

  private static final int LEGEND_ROW = 23;

  private static final MathContext TICK = new MathContext(4);

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

  private PlotPng() {}

  /** Height on the page in CSS pixels: names that do not fit into a row have one each. */
  public static int height(LinePlot plot) {
    return isTall(plot) ? HEIGHT + LEGEND_ROW * (plot.lines().size() - 1) : HEIGHT;
  }

  private static boolean isTall(LinePlot plot) {
    int width =
        plot.lines().stream().mapToInt(line -> ChartPng.textWidth(line.name()) + LEGEND_GAP).sum();
    return plot.legend() && width > WIDTH;
  }

  /** The plot as a PNG file for a ground. */
  public static byte[] draw(LinePlot plot, Ground ground) {
    int height = height(plot);
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(height)
            .xAxisTitle(plot.xTitle())
            .yAxisTitle(ChartPng.cut(plot.yTitle(), HEIGHT / 2))
            .build();
    style(chart.getStyler(), plot, ground);
    for (double boundary : plot.boundaries()) {
      chart.addAnnotation(new AnnotationLine(boundary, true, false));
    }
    for (int i = 0; i < plot.lines().size(); i++) {
      add(chart, "line " + i, plot.lines().get(i), ground);
    }
    return ChartPng.of(chart, WIDTH, height);
  }

  /** Names in the legend may be cut and then be equal; XChart wants others for the lines. */
  private static void add(XYChart chart, String key, LinePlot.Line line, Ground ground) {
    double[] x = ChartPng.drawable(line.points(), LinePlot.Point::x);
    double[] y = ChartPng.drawable(line.points(), LinePlot.Point::y);
    XYSeries series = chart.addSeries(key, x, y);
    series.setLabel(ChartPng.cut(line.name(), WIDTH - LEGEND_GAP));
    Color color = ground.lines().get(line.look() % ground.lines().size());
    series.setLineColor(color).setLineStyle(dashes(line.look()));
    series.setMarkerColor(color);
    series.setMarker(line.marked() ? marker(line.look()) : SeriesMarkers.NONE);
  }

  /** The marker that goes with a look. */
  static Marker marker(int look) {
    return MARKERS.get(shifted(look) % MARKERS.size());
  }

  /** The dashes that go with a look. */
  static BasicStroke dashes(int look) {
    return STROKES.get(shifted(look) % STROKES.size());
  }

  /** When all colours have had a line, they come again with other dashes and markers. */
  private static int shifted(int look) {
    return look + look / Ground.LIGHT.lines().size();
  }

  private static void style(XYStyler styler, LinePlot plot, Ground ground) {
    ChartPng.style(styler, ground);
    styler.setPlotGridLinesColor(ground.grid());
    styler.setPlotGridLinesStroke(new BasicStroke(0.8f));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setAnnotationLineColor(ground.ink());
    styler.setAnnotationLineStroke(SeriesLines.DASH_DASH);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(isTall(plot) ? LegendLayout.Vertical : LegendLayout.Horizontal);
    styler.setLegendSeriesLineLength(DASHES);
    styler.setLegendVisible(plot.legend());
    styler.setYAxisLabelAlignment(TextAlignment.Right);
    styler.setMarkerSize(8);
    styler.setXAxisDecimalPattern("0");
    styler.setYAxisTickLabelsFormattingFunction(value -> ChartPng.tick(value, TICK));
    if (plot.percent()) {
      styler.setYAxisMin(0.0);
      styler.setYAxisMax(100.0);
    }
  }

  private static BasicStroke stroke(float... dashes) {
    return new BasicStroke(
        2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes.length == 0 ? null : dashes, 0);
  }
}
