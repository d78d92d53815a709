// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.page;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.report.plot.ChartPng;
import org.ciss4j.report.plot.Ground;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.HeatMapStyler;

/** Draws confusion matrices with XChart, the truth from top to bottom. */
public final class HeatMapPng {
  private static final int LEAST = 420;
  private static final int PER_CLASS = 20;
  private static final int AROUND = 180;
  private static final int MOST = 1200;

  /** CSS pixels. */
  private static final int LONGEST_NAME = 140;

  /** More names than this would lie over each other. */
  private static final int NAMED = 60;

  private HeatMapPng() {}

  /** Width and height on the page in CSS pixels. */
  static int size(int classes) {
    return Math.min(MOST, Math.max(LEAST, AROUND + PER_CLASS * classes));
  }

  /** Whether there is a pixel to be counted. */
  static boolean isPossible(ConfusionMatrix matrix) {
    return IntStream.range(0, matrix.size()).anyMatch(truth -> matrix.truthCount(truth) > 0);
  }

  /** Each row in percent of the pixels of its class. */
  public static byte[] draw(Block.Confusion confusion, Ground ground) {
    int classes = confusion.names().size();
    int size = size(classes);
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(size)
            .height(size)
            .xAxisTitle("prediction")
            .yAxisTitle("truth")
            .build();
    style(chart.getStyler(), classes, ground);
    List<String> columns = confusion.names().stream().map(HeatMapPng::cut).toList();
    List<String> rows = new ArrayList<>(columns);
    Collections.reverse(rows);
    chart.addSeries("percent", columns, rows, cells(confusion.matrix(), classes));
    return ChartPng.of(chart, size, size);
  }

  /** More of a name would leave no room for the cells. */
  private static String cut(String name) {
    return ChartPng.cut(name, LONGEST_NAME);
  }

  private static void style(HeatMapStyler styler, int classes, Ground ground) {
    ChartPng.style(styler, ground);
    styler.setRangeColors(ground.heat().toArray(Color[]::new));
    styler.setMin(0);
    styler.setMax(100);
    styler.setLegendVisible(false);
    styler.setPlotContentSize(1);
    styler.setPlotGridLinesVisible(false);
    styler.setXAxisLabelRotation(90);
    // Room for each name: XChart leaves names out for which its hint is too large.
    styler.setXAxisTickMarkSpacingHint(1);
    styler.setYAxisTickMarkSpacingHint(1);
    styler.setAxisTicksVisible(classes <= NAMED);
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
  }

  /** Column, row from the bottom, percent. */
  private static List<Number[]> cells(ConfusionMatrix matrix, int classes) {
    List<Number[]> cells = new ArrayList<>();
    for (int truth = 0; truth < classes; truth++) {
      long pixels = matrix.truthCount(truth);
      for (int prediction = 0; prediction < classes && pixels > 0; prediction++) {
        double percent = 100.0 * matrix.count(truth, prediction) / pixels;
        cells.add(new Number[] {prediction, classes - 1 - truth, percent});
      }
    }
    return cells;
  }
}
