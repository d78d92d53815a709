// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.plot.LinePlot;
import org.ciss4j.report.plot.ScatterPlot;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;

/** Scores over trials, and how the best of them rises. */
final class CourseSection {
  private CourseSection() {}

  /** Nothing before a trial has finished. */
  static Optional<Document.Section> of(StudyResult result) {
    return result
        .best()
        .map(
            best ->
                new Document.Section(
                    "course",
                    "Score over trials",
                    List.of(
                        new Block.Figures(
                            "Trials in the order in which they were proposed; what was given up has"
                                + " the score of the step after which it was.",
                            List.of(each(result, best), rising(result))))));
  }

  private static Block.Figure each(StudyResult result, Trial best) {
    String goal = result.plan().goal().label();
    return new Block.Figure(
        goal + " of each trial",
        "Scatter plot; the numbers are in the table of trials",
        new ScatterPlot("trial", goal + " in %", false, List.of(), groups(result, best)));
  }

  private static List<ScatterPlot.Group> groups(StudyResult result, Trial best) {
    return Stream.of(
            group(result, "finished", 0, trial -> trial.finished() && !trial.equals(best)),
            group(result, "best", 1, best::equals),
            group(result, "given up", 5, trial -> trial.outcome() == Trial.Outcome.HOPELESS))
        .filter(group -> !group.points().isEmpty())
        .toList();
  }

  private static ScatterPlot.Group group(
      StudyResult result, String name, int look, Predicate<Trial> which) {
    return new ScatterPlot.Group(
        name,
        look,
        result.trials().stream()
            .filter(which)
            .map(trial -> new LinePlot.Point(trial.number(), 100 * trial.score()))
            .toList());
  }

  private static Block.Figure rising(StudyResult result) {
    String goal = result.plan().goal().label();
    List<LinePlot.Point> points = new ArrayList<>();
    double highest = Double.NEGATIVE_INFINITY;
    for (Trial trial : result.trials()) {
      if (trial.finished()) {
        highest = Math.max(highest, 100 * trial.score());
        points.add(new LinePlot.Point(trial.number(), highest));
      }
    }
    return new Block.Figure(
        "best " + goal + " so far",
        Words.text("Line plot of the best %s over trials, at last %.2f", goal, highest),
        new LinePlot(
            "trial",
            "best " + goal + " in %",
            false,
            false,
            List.of(new LinePlot.Line(goal, 1, points, true)),
            List.of()));
  }
}
