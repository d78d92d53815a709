// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Format;
import org.ciss4j.report.plot.LinePlot;

/** Plots of what was recorded of every iteration, over the iterations of all steps. */
public final class Curves {
  private static final int POINTS = 300;

  private final Comparison comparison;
  private final int window;

  private Curves(Comparison comparison, int window) {
    this.comparison = comparison;
    this.window = window;
  }

  static Curves of(Comparison comparison) {
    int most = comparison.runs().stream().mapToInt(Curves::iterations).max().orElse(0);
    return new Curves(comparison, Math.max(1, most / POINTS));
  }

  /** How many iterations were recorded of a run. */
  public static int iterations(Run run) {
    return run.losses().stream().mapToInt(StepLosses::iterations).sum();
  }

  /** How to read the plots. */
  String note() {
    return ((window > 1 ? Format.text(" Each point is the mean of %d iterations.", window) : "")
            + (boundaries().isEmpty() ? "" : " Dashed lines mark where a step begins."))
        .strip();
  }

  /** A line for each run that has the column. */
  Block.Figure figure(String column, String caption) {
    List<LinePlot.Line> lines =
        comparison.runs().stream()
            .filter(run -> run.losses().stream().anyMatch(step -> !step.column(column).isEmpty()))
            .map(
                run ->
                    new LinePlot.Line(
                        run.label(), comparison.runs().indexOf(run), points(column, run), false))
            .toList();
    String ends = lines.stream().map(Curves::ends).collect(Collectors.joining(", "));
    return new Block.Figure(
        caption,
        Format.text("Line plot of %s over iterations: %s", caption, ends),
        new LinePlot("iteration", caption, false, !comparison.isSingle(), lines, boundaries()));
  }

  private static String ends(LinePlot.Line line) {
    return Format.text(
        "%s from %.4g to %.4g",
        line.name(), line.points().get(0).y(), line.points().get(line.points().size() - 2).y());
  }

  /** Means of as many iterations as the window is long; every step ends with a gap. */
  private List<LinePlot.Point> points(String column, Run run) {
    List<LinePlot.Point> points = new ArrayList<>();
    int offset = 0;
    for (StepLosses step : run.losses()) {
      List<Double> values = step.column(column);
      for (int from = 0; from < values.size(); from += window) {
        List<Double> part = values.subList(from, Math.min(from + window, values.size()));
        double mean = part.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        points.add(new LinePlot.Point(offset + from + (part.size() - 1) / 2.0, mean));
      }
      offset += step.iterations();
      if (!values.isEmpty()) {
        // Off the grid of the others: XChart puts ticks on x that are equally spaced, round or not.
        points.add(new LinePlot.Point(offset - 0.25, Double.NaN));
      }
    }
    return points;
  }

  /** Where later steps begin; nowhere if the runs with several steps do not agree. */
  private List<Double> boundaries() {
    Set<List<Double>> distinct =
        comparison.runs().stream()
            .map(Curves::boundaries)
            .filter(list -> !list.isEmpty())
            .collect(Collectors.toSet());
    return distinct.size() == 1 ? distinct.iterator().next() : List.of();
  }

  private static List<Double> boundaries(Run run) {
    Set<Double> boundaries = new TreeSet<>();
    double offset = 0;
    for (StepLosses step : run.losses().subList(0, run.losses().size() - 1)) {
      offset += step.iterations();
      boundaries.add(offset);
    }
    return List.copyOf(boundaries);
  }
}
