// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ciss4j.metric.Percent;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.plot.LinePlot;
import org.ciss4j.report.plot.ParallelPlot;
import org.ciss4j.report.plot.ScatterPlot;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;

/** What the parameters have to do with the score: slices, importance, parallel coordinates. */
final class ParameterSections {
  private ParameterSections() {}

  static List<Document.Section> of(StudyResult result, List<Axis> axes) {
    if (result.ranking().isEmpty()) {
      return List.of();
    }
    return List.of(
        new Document.Section(
            "slices", "Score against each parameter", List.of(slices(result, axes))),
        new Document.Section("importance", "Importance", List.of(importance(result, axes))),
        new Document.Section(
            "parallel", "All parameters at once", List.of(parallel(result, axes))));
  }

  private static Block slices(StudyResult result, List<Axis> axes) {
    String goal = result.plan().goal().label();
    List<Block.Figure> figures =
        axes.stream()
            .map(
                axis ->
                    new Block.Figure(
                        goal + " against " + axis.name(),
                        "Scatter plot; the numbers are in the table of trials",
                        new ScatterPlot(
                            axis.name(),
                            goal + " in %",
                            axis.logarithmic(),
                            axis.words(),
                            groups(result, axis))))
            .toList();
    return new Block.Figures(
        "Every trial is a point; what was given up has the score of the step after which it was.",
        figures);
  }

  private static List<ScatterPlot.Group> groups(StudyResult result, Axis axis) {
    Trial best = result.ranking().get(0);
    return Stream.of(
            group(result, axis, "finished", 0, trial -> trial.finished() && !trial.equals(best)),
            group(result, axis, "best", 1, best::equals),
            group(result, axis, "given up", 5, trial -> trial.outcome() == Trial.Outcome.HOPELESS))
        .filter(group -> !group.points().isEmpty())
        .toList();
  }

  private static ScatterPlot.Group group(
      StudyResult result, Axis axis, String name, int look, Predicate<Trial> which) {
    return new ScatterPlot.Group(
        name,
        look,
        result.trials().stream()
            .filter(which)
            .map(trial -> new LinePlot.Point(axis.of(trial), 100 * trial.score()))
            .toList());
  }

  private static Block importance(StudyResult result, List<Axis> axes) {
    List<List<Block.Cell>> rows =
        axes.stream()
            .sorted(
                Comparator.comparingDouble(
                    axis -> -orZero(Importance.of(axis, result.ranking()).share())))
            .map(axis -> row(axis, Importance.of(axis, result.ranking())))
            .toList();
    return new Block.Table(
        "Share of the differences between finished trials that each parameter explains alone:"
            + " adjusted R² of the ranks of the scores, by a parabola over the ranks of a range or"
            + " by the means of listed values. Trend is Spearman's rank correlation: +1 where more"
            + " is always better. With few trials take both as hints.",
        List.of(
            Block.Column.text("Parameter"),
            Block.Column.number("Explained %"),
            Block.Column.number("Trend")),
        rows);
  }

  private static List<Block.Cell> row(Axis axis, Importance importance) {
    return List.of(
        Block.Cell.of(axis.name()),
        Block.Cell.of(
                Double.isNaN(importance.share())
                    ? "-"
                    : Words.text("%.0f", 100 * importance.share()))
            .withShade(importance.share()),
        Block.Cell.of(
            Double.isNaN(importance.trend()) ? "-" : Words.text("%+.2f", importance.trend())));
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  private static Block parallel(StudyResult result, List<Axis> axes) {
    List<Trial> worstFirst = new ArrayList<>(result.ranking());
    worstFirst.sort(Comparator.comparingDouble(Trial::score));
    double low = worstFirst.get(0).score();
    double high = worstFirst.get(worstFirst.size() - 1).score();
    List<ParallelPlot.Axis> drawn = new ArrayList<>();
    axes.forEach(
        axis -> drawn.add(new ParallelPlot.Axis(axis.name(), axis.lowText(), axis.highText())));
    drawn.add(
        new ParallelPlot.Axis(result.plan().goal().label(), Percent.of(low), Percent.of(high)));
    Trial best = result.ranking().get(0);
    List<ParallelPlot.Path> lines =
        worstFirst.stream()
            .map(
                trial ->
                    path(
                        trial,
                        axes,
                        low == high ? 1 : (trial.score() - low) / (high - low),
                        trial.equals(best)))
            .toList();
    return new Block.Figures(
        "Every finished trial is a line from its values to its score; the stronger its colour, the"
            + " higher the score, and the best is thick.",
        List.of(
            new Block.Figure(
                "Parallel coordinates",
                "Parallel coordinates; the numbers are in the table of trials",
                new ParallelPlot(drawn, lines))));
  }

  private static ParallelPlot.Path path(
      Trial trial, List<Axis> axes, double height, boolean strong) {
    List<Double> places = new ArrayList<>();
    axes.forEach(axis -> places.add(axis.place(trial)));
    places.add(height);
    return new ParallelPlot.Path(places, height, strong);
  }
}
