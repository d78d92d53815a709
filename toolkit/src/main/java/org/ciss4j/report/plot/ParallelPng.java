// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws parallel coordinates with XChart as PNG on a transparent ground. */
public final class ParallelPng {
  /** Room above the axes, and below them, for what their ends mean and for their names. */
  private static final double ABOVE = 0.12;

  private static final double BELOW = 0.28;
  private static final double LABEL = 0.06;
  private static final double NAME = -0.2;

  private ParallelPng() {}

  /** The plot as a PNG file for a ground. */
  public static byte[] draw(ParallelPlot plot, Ground ground) {
    XYChart chart = new XYChartBuilder().width(PlotPng.WIDTH).height(PlotPng.HEIGHT).build();
    style(chart.getStyler(), plot, ground);
    for (int axis = 0; axis < plot.axes().size(); axis++) {
      ParallelPlot.Axis drawn = plot.axes().get(axis);
      chart.addAnnotation(new AnnotationText(drawn.name(), axis, NAME, false));
      chart.addAnnotation(new AnnotationText(drawn.low(), axis, -LABEL, false));
      chart.addAnnotation(new AnnotationText(drawn.high(), axis, 1 + LABEL, false));
      addAxis(chart, axis, ground);
    }
    for (int line = 0; line < plot.lines().size(); line++) {
      add(chart, "line " + line, plot.lines().get(line), ground);
    }
    return ChartPng.of(chart, PlotPng.WIDTH, PlotPng.HEIGHT);
  }

  private static void addAxis(XYChart chart, int axis, Ground ground) {
    XYSeries line = chart.addSeries("axis " + axis, new double[] {axis, axis}, new double[] {0, 1});
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(ground.ink());
    line.setLineStyle(new BasicStroke(1));
  }

  private static void add(XYChart chart, String name, ParallelPlot.Path line, Ground ground) {
    double[] x = new double[line.places().size()];
    Arrays.setAll(x, axis -> axis);
    double[] y = line.places().stream().mapToDouble(Double::doubleValue).toArray();
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(colour(line, ground));
    series.setLineStyle(new BasicStroke(line.strong() ? 4 : 1.6f));
  }

  /** From faint to that of a line. */
  private static Color colour(ParallelPlot.Path line, Ground ground) {
    Color full = ground.lines().get(line.strong() ? 1 : 0);
    int alpha = line.strong() ? 255 : (int) (50 + 205 * line.strength());
    return new Color(full.getRed(), full.getGreen(), full.getBlue(), alpha);
  }

  private static void style(XYStyler styler, ParallelPlot plot, Ground ground) {
    ChartPng.style(styler, ground);
    styler.setLegendVisible(false);
    styler.setPlotGridLinesVisible(false);
    styler.setYAxisTicksVisible(false);
    styler.setXAxisTicksVisible(false);
    styler.setYAxisMin(-BELOW);
    styler.setYAxisMax(1 + ABOVE);
    styler.setXAxisMin(-0.5);
    styler.setXAxisMax(plot.axes().size() - 0.5);
    styler.setAnnotationTextFontColor(ground.ink());
    styler.setAnnotationTextFont(styler.getAxisTickLabelsFont());
  }
}
