// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ciss4j.metric.Percent;
import org.ciss4j.tuning.Goal;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;

/**
 * What all finished trials came to in everything that is wanted, and which of them no other beats:
 * Pareto's front.
 *
 * @param goals what is wanted
 * @param points the trials, by their ranking
 */
public record Front(List<Goal> goals, List<Point> points) {

  /**
   * A trial.
   *
   * @param values what it came to in each goal: scores as fractions, time in seconds; NaN if that
   *     is not known, which is worse than anything
   * @param unbeaten whether no other is as good in everything and better in something
   */
  public record Point(Trial trial, List<Double> values, boolean unbeaten) {
    /** Copies the list. */
    public Point {
      values = List.copyOf(values);
    }
  }

  /** Copies the lists. */
  public Front {
    goals = List.copyOf(goals);
    points = List.copyOf(points);
  }

  /**
   * The front of a study.
   *
   * @param study its folder, which has the runs of the trials
   */
  public static Front of(Path study, StudyResult result) {
    List<Goal> goals = result.plan().goals();
    List<Trial> trials = result.ranking();
    List<List<Double>> values = new ArrayList<>();
    for (Trial trial : trials) {
      values.add(goals.stream().map(goal -> value(study, result, trial, goal)).toList());
    }
    List<Point> points =
        IntStream.range(0, trials.size())
            .mapToObj(
                i ->
                    new Point(
                        trials.get(i),
                        values.get(i),
                        values.stream().noneMatch(other -> beats(other, values.get(i), goals))))
            .toList();
    return new Front(goals, points);
  }

  private static double value(Path study, StudyResult result, Trial trial, Goal goal) {
    return goal.scores() ? result.score(trial, goal) : TrainingTime.of(study, trial);
  }

  /** Whether one is as good as the other in everything, and better in something. */
  static boolean beats(List<Double> one, List<Double> other, List<Goal> goals) {
    boolean better = false;
    for (int i = 0; i < goals.size(); i++) {
      int sign = Double.compare(worth(one.get(i), goals.get(i)), worth(other.get(i), goals.get(i)));
      if (sign < 0) {
        return false;
      }
      better |= sign > 0;
    }
    return better;
  }

  private static double worth(double value, Goal goal) {
    if (Double.isNaN(value)) {
      return Double.NEGATIVE_INFINITY;
    }
    return goal.scores() ? value : -value;
  }

  /** The trials that no other beats. */
  public List<Point> unbeaten() {
    return points.stream().filter(Point::unbeaten).toList();
  }

  /** What the goals are called above columns of numbers. */
  public List<String> titles() {
    return goals.stream().map(goal -> goal.scores() ? goal.label() : TrainingTime.TITLE).toList();
  }

  /** The numbers of a point as tables print them: scores in percent, time in seconds. */
  public List<String> texts(Point point) {
    return IntStream.range(0, goals.size())
        .mapToObj(i -> text(point.values().get(i), goals.get(i)))
        .toList();
  }

  private static String text(double value, Goal goal) {
    return goal.scores() ? Percent.of(value) : TrainingTime.text(value);
  }
}
