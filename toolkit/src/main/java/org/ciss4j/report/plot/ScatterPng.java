// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

import java.awt.BasicStroke;
import java.math.MathContext;
import java.util.DoubleSummaryStatistics;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/** Draws scatter plots with XChart as PNG on a transparent ground. */
public final class ScatterPng {
  /** Part of a step between two words that is left free beside the first and the last one. */
  private static final double MARGIN = 0.5;

  /** Part of the points' height that is left free above them; below it is twice that. */
  private static final double ROOM = 0.1;

  private static final MathContext TICK = new MathContext(4);

  /** Ticks of logarithms lie at odd numbers, such as 3.981. */
  private static final MathContext LOGARITHMIC_TICK = new MathContext(2);

  private ScatterPng() {}

  /** The plot as a PNG file for a ground. */
  public static byte[] draw(ScatterPlot plot, Ground ground) {
    XYChart chart =
        new XYChartBuilder()
            .width(PlotPng.WIDTH)
            .height(PlotPng.HEIGHT)
            .xAxisTitle(plot.xTitle())
            .yAxisTitle(plot.yTitle())
            .build();
    style(chart.getStyler(), plot, ground);
    if (!plot.words().isEmpty()) {
      addWords(chart, plot, ground);
    }
    plot.groups().forEach(group -> add(chart, plot, group, ground));
    return ChartPng.of(chart, PlotPng.WIDTH, PlotPng.HEIGHT);
  }

  /** Logarithms are drawn on an even axis, as XChart would mark powers of ten alone. */
  private static void add(XYChart chart, ScatterPlot plot, ScatterPlot.Group group, Ground ground) {
    double[] x =
        ChartPng.drawable(
            group.points(), point -> plot.logarithmic() ? Math.log10(point.x()) : point.x());
    double[] y = ChartPng.drawable(group.points(), LinePlot.Point::y);
    XYSeries series = chart.addSeries(group.name(), x, y);
    series.setMarkerColor(ground.lines().get(group.look() % ground.lines().size()));
    series.setMarker(PlotPng.marker(group.look()));
  }

  private static void style(XYStyler styler, ScatterPlot plot, Ground ground) {
    ChartPng.style(styler, ground);
    styler.setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    styler.setPlotGridLinesColor(ground.grid());
    styler.setPlotGridLinesStroke(new BasicStroke(0.8f));
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendVisible(plot.groups().size() > 1);
    styler.setMarkerSize(9);
    styler.setYAxisTickLabelsFormattingFunction(value -> ChartPng.tick(value, TICK));
    styler.setXAxisTickLabelsFormattingFunction(
        value ->
            plot.logarithmic()
                ? ChartPng.tick(Math.pow(10, value), LOGARITHMIC_TICK)
                : ChartPng.tick(value, TICK));
  }

  /** XChart chooses itself which places of an axis it labels; words stand below the points. */
  private static void addWords(XYChart chart, ScatterPlot plot, Ground ground) {
    DoubleSummaryStatistics y =
        plot.groups().stream()
            .flatMap(group -> group.points().stream())
            .mapToDouble(point -> ChartPng.drawable(point.y()))
            .summaryStatistics();
    double room = Math.max(y.getMax() - y.getMin(), 1) * ROOM;
    XYStyler styler = chart.getStyler();
    styler.setXAxisTicksVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setXAxisMin(-MARGIN);
    styler.setXAxisMax(plot.words().size() - 1 + MARGIN);
    styler.setYAxisMin(y.getMin() - 2 * room);
    styler.setYAxisMax(y.getMax() + room);
    styler.setAnnotationTextFontColor(ground.ink());
    styler.setAnnotationTextFont(styler.getAxisTickLabelsFont());
    for (int word = 0; word < plot.words().size(); word++) {
      chart.addAnnotation(
          new AnnotationText(plot.words().get(word), word, y.getMin() - 1.4 * room, false));
    }
  }
}
