// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The objective and every loss term over the iterations of all steps. */
final class LossSection {
  private static final int POINTS = 300;

  private LossSection() {}

  static Document.Section of(Comparison comparison) {
    int iterations = comparison.runs().stream().mapToInt(LossSection::iterations).max().orElse(0);
    return new Document.Section("losses", "Losses", blocks(comparison, iterations));
  }

  private static List<Block> blocks(Comparison comparison, int iterations) {
    if (iterations == 0) {
      return List.of(new Block.Text("No losses were recorded."));
    }
    int window = Math.max(1, iterations / POINTS);
    String note =
        "The objective is the weighted sum of the terms, which are shown before their weights."
            + (window > 1 ? Format.text(" Each point is the mean of %d iterations.", window) : "")
            + (boundaries(comparison).isEmpty() ? "" : " Dashed lines mark where a step begins.");
    List<Block.Figure> figures =
        names(comparison).stream().map(name -> figure(name, comparison, window)).toList();
    return List.of(new Block.Figures(note, figures), new Block.Text(times(comparison)));
  }

  /** How long training took, and whether it had to wait for images. */
  private static String times(Comparison comparison) {
    return comparison.runs().stream()
        .map(run -> time(run, comparison))
        .collect(Collectors.joining("; ", "Training took ", "."));
  }

  private static String time(Run run, Comparison comparison) {
    double seconds = run.losses().stream().mapToDouble(StepLosses::seconds).sum();
    double waited = run.losses().stream().mapToDouble(StepLosses::waited).sum();
    return Format.text("%.1f s%s", seconds, comparison.whose(run))
        + (Double.isNaN(waited) || seconds == 0
            ? ""
            : Format.text(", %s %% of it waiting for images", Format.percent(waited / seconds)));
  }

  private static int iterations(Run run) {
    return run.losses().stream().mapToInt(StepLosses::iterations).sum();
  }

  private static Set<String> names(Comparison comparison) {
    Set<String> names = new LinkedHashSet<>();
    comparison
        .runs()
        .forEach(run -> run.losses().forEach(step -> names.addAll(step.curves().keySet())));
    return names;
  }

  private static Block.Figure figure(String name, Comparison comparison, int window) {
    List<LinePlot.Line> lines =
        comparison.runs().stream()
            .filter(run -> run.losses().stream().anyMatch(step -> step.curves().containsKey(name)))
            .map(
                run ->
                    new LinePlot.Line(
                        run.label(),
                        comparison.runs().indexOf(run),
                        points(name, run, window),
                        false))
            .toList();
    String caption = name.equals(StepLosses.OBJECTIVE) ? "objective" : name;
    List<String> ends = lines.stream().map(LossSection::ends).toList();
    return new Block.Figure(
        caption,
        Format.text("Line plot of %s over iterations: %s", caption, String.join(", ", ends)),
        new LinePlot(
            "iteration", caption, false, !comparison.isSingle(), lines, boundaries(comparison)));
  }

  private static String ends(LinePlot.Line line) {
    return Format.text(
        "%s from %.4g to %.4g",
        line.name(), line.points().get(0).y(), line.points().get(line.points().size() - 2).y());
  }

  /** Means of as many iterations as the window is long; every step ends with a gap. */
  private static List<LinePlot.Point> points(String name, Run run, int window) {
    List<LinePlot.Point> points = new ArrayList<>();
    int offset = 0;
    for (StepLosses step : run.losses()) {
      List<Double> values = step.curves().getOrDefault(name, List.of());
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
  private static List<Double> boundaries(Comparison comparison) {
    List<List<Double>> distinct =
        comparison.runs().stream()
            .map(LossSection::boundaries)
            .filter(list -> !list.isEmpty())
            .distinct()
            .toList();
    return distinct.size() == 1 ? distinct.get(0) : List.of();
  }

  private static List<Double> boundaries(Run run) {
    List<Double> boundaries = new ArrayList<>();
    double offset = 0;
    for (StepLosses step : run.losses().subList(0, run.losses().size() - 1)) {
      offset += step.iterations();
      boundaries.add(offset);
    }
    return boundaries;
  }
}
