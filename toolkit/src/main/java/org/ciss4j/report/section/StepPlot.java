// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ciss4j.metric.Percent;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.plot.LinePlot;
import org.ciss4j.result.StepResult;

/** Plots of scores over steps. */
final class StepPlot {
  private StepPlot() {}

  /**
   * A score of a run after each step. A run that learns all classes at once is a level to compare
   * every step with.
   *
   * @param score a fraction; NaN where there is none
   */
  static LinePlot.Line line(
      String name, int look, ToDoubleFunction<StepResult> score, Run run, Comparison comparison) {
    if (comparison.isJoint(run) && !comparison.isSingle()) {
      double level = 100 * score.applyAsDouble(run.last());
      List<LinePlot.Point> points =
          IntStream.range(0, comparison.scenario().stepCount())
              .mapToObj(step -> new LinePlot.Point(step, level))
              .toList();
      return new LinePlot.Line(name, look, points, false);
    }
    List<LinePlot.Point> points =
        run.steps().stream()
            .map(step -> new LinePlot.Point(step.step(), 100 * score.applyAsDouble(step)))
            .toList();
    return new LinePlot.Line(name, look, points, true);
  }

  /** The lines in one plot. */
  static Block.Figure figure(String caption, List<LinePlot.Line> lines) {
    String ends =
        lines.stream()
            .map(
                line -> {
                  double last = line.points().get(line.points().size() - 1).y();
                  return line.name() + " " + Percent.of(last / 100);
                })
            .collect(Collectors.joining(", "));
    return new Block.Figure(
        caption,
        "Line plot of " + caption + "; after the last step: " + ends,
        new LinePlot("step", "percent", true, true, lines, List.of()));
  }
}
