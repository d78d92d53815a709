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
import org.ciss4j.tuning.Goal;
import org.ciss4j.tuning.StudyResult;

/** What several objectives have to do with each other, and the trials that no other beats. */
final class FrontSection {
  private FrontSection() {}

  /** Nothing where one thing alone is wanted, or no trial has finished. */
  static Optional<Document.Section> of(StudyResult result, Front front) {
    if (front.goals().size() < 2 || front.points().isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(table(result, front));
    figures(front).ifPresent(blocks::add);
    return Optional.of(new Document.Section("front", "Objectives against each other", blocks));
  }

  private static Block table(StudyResult result, Front front) {
    List<Block.Column> columns = new ArrayList<>();
    columns.add(Block.Column.number("Trial"));
    front.titles().forEach(title -> columns.add(Block.Column.number(title)));
    columns.add(Block.Column.text("Values"));
    return new Block.Table(
        Words.text(
            "Trials that no other beats in everything that is wanted (Pareto's front), scores in"
                + " percent, time in seconds of training without scoring. The best, in bold, is"
                + " that of the highest %s.",
            result.plan().goal().label()),
        columns,
        front.unbeaten().stream().map(point -> row(result, front, point)).toList());
  }

  private static List<Block.Cell> row(StudyResult result, Front front, Front.Point point) {
    boolean best = result.best().filter(point.trial()::equals).isPresent();
    return Stream.of(
            Stream.of(Integer.toString(point.trial().number())),
            front.texts(point).stream(),
            Stream.of(Words.values(point.trial())))
        .flatMap(texts -> texts)
        .map(text -> Block.Cell.of(text).withStrong(best))
        .toList();
  }

  /** The first objective against each of the others. */
  private static Optional<Block> figures(Front front) {
    List<Block.Figure> figures = new ArrayList<>();
    for (int i = 1; i < front.goals().size(); i++) {
      List<ScatterPlot.Group> groups = groups(front, i);
      if (!groups.isEmpty()) {
        String caption = front.goals().get(0).label() + " against " + front.goals().get(i).label();
        figures.add(
            new Block.Figure(
                caption,
                "Scatter plot of " + caption + "; the numbers are in trials.csv",
                new ScatterPlot(
                    title(front.goals().get(i)),
                    title(front.goals().get(0)),
                    false,
                    List.of(),
                    groups)));
      }
    }
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of(new Block.Figures("Every finished trial is a point.", figures));
  }

  private static String title(Goal goal) {
    return goal.label() + (goal.scores() ? " in %" : " in seconds");
  }

  private static List<ScatterPlot.Group> groups(Front front, int goal) {
    return Stream.of(
            group(front, goal, "no other is better", 1, Front.Point::unbeaten),
            group(front, goal, "others", 0, point -> !point.unbeaten()))
        .filter(group -> !group.points().isEmpty())
        .toList();
  }

  private static ScatterPlot.Group group(
      Front front, int goal, String name, int look, Predicate<Front.Point> which) {
    return new ScatterPlot.Group(
        name,
        look,
        front.points().stream()
            .filter(which)
            .map(
                point ->
                    new LinePlot.Point(
                        number(point, goal, front.goals()), number(point, 0, front.goals())))
            .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
            .toList());
  }

  private static double number(Front.Point point, int goal, List<Goal> goals) {
    double value = point.values().get(goal);
    return goals.get(goal).scores() ? 100 * value : value;
  }
}
