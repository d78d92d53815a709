// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws parallel coordinates with XChart as PNG on a transparent ground. */
final class ParallelPng {
  /** Room below and above the axes for what their ends mean, and beside them. */
  private static final double ROOM = 0.12;

  private static final double LABEL = 0.06;

  private ParallelPng() {}

  /** The plot as a PNG file for a ground. */
  static byte[] draw(ParallelPlot plot, Ground ground) {
    XYChart chart = new XYChartBuilder().width(PlotPng.WIDTH).height(PlotPng.HEIGHT).build();
    style(chart.getStyler(), plot, ground);
    for (int axis = 0; axis < plot.axes().size(); axis++) {
      chart.addAnnotation(new AnnotationLine(axis, true, false));
      chart.addAnnotation(new AnnotationText(plot.axes().get(axis).low(), axis, -LABEL, false));
      chart.addAnnotation(new AnnotationText(plot.axes().get(axis).high(), axis, 1 + LABEL, false));
    }
    for (int line = 0; line < plot.lines().size(); line++) {
      add(chart, "line " + line, plot.lines().get(line), ground);
    }
    return ChartPng.of(chart, PlotPng.WIDTH, PlotPng.HEIGHT);
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
    styler.setYAxisMin(-ROOM);
    styler.setYAxisMax(1 + ROOM);
    styler.setXAxisMin(-0.5);
    styler.setXAxisMax(plot.axes().size() - 0.5);
    styler.setXAxisTickLabelsFormattingFunction(value -> name(plot.axes(), value));
    styler.setAnnotationLineColor(ground.ink());
    styler.setAnnotationLineStroke(new BasicStroke(1));
    styler.setAnnotationTextFontColor(ground.ink());
    styler.setAnnotationTextFont(styler.getAxisTickLabelsFont());
  }

  private static String name(List<ParallelPlot.Axis> axes, double value) {
    int index = (int) Math.rint(value);
    boolean hit = Math.abs(value - index) < 1e-6 && index >= 0 && index < axes.size();
    return hit ? axes.get(index).name() : " ";
  }
}
