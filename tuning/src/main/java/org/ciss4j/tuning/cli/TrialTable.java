// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ciss4j.cli.run.LiveRun;
import org.ciss4j.metric.Percent;
import org.ciss4j.train.RunEvent;
import org.ciss4j.tuning.StepScore;
import org.ciss4j.tuning.StudyEvent;
import org.ciss4j.tuning.StudyListener;
import org.ciss4j.tuning.StudyPlan;
import org.ciss4j.tuning.Trial;
import org.ciss4j.tuning.report.TrainingTime;
import org.ciss4j.tuning.space.Dimension;
import org.ciss4j.tuning.space.SearchSpace;

/** A table that gets a line with each trial that ends; what goes on meanwhile passes by. */
final class TrialTable implements StudyListener {
  private static final int SCORE = 6;
  private static final int TIME = 8;
  private static final int NUMBER = 8;

  private final Path study;
  private final StudyPlan plan;
  private final LiveRun live;
  private final List<Dimension> dimensions;

  /**
   * A table of no line.
   *
   * @param study the folder, which has the runs of the trials
   */
  TrialTable(Path study, StudyPlan plan, LiveRun live) {
    this.study = study;
    this.plan = plan;
    this.live = live;
    this.dimensions = SearchSpace.parse(plan.space()).dimensions();
  }

  /** The line above all others. */
  String head() {
    List<String> cells = new ArrayList<>();
    cells.add(right("trial", 5));
    dimensions.forEach(dimension -> cells.add(right(dimension.name(), width(dimension))));
    for (String score : List.of("base", "novel", "all", "hIoU")) {
      cells.add(right(score, SCORE));
    }
    cells.add(right(TrainingTime.TITLE, TIME));
    return String.join("  ", cells);
  }

  @Override
  public void on(StudyEvent event) {
    if (event instanceof StudyEvent.TrialEnded ended) {
      live.result(line(ended.trial(), ended.best()));
    } else if (event instanceof StudyEvent.Remark remark) {
      live.note(remark.text());
    } else if (event instanceof StudyEvent.InRun inRun) {
      pass(inRun.trial(), inRun.event());
    }
  }

  private String line(Trial trial, boolean best) {
    List<String> cells = new ArrayList<>();
    cells.add(right(Integer.toString(trial.number()), 5));
    dimensions.forEach(
        dimension ->
            cells.add(right(trial.values().getOrDefault(dimension.name(), ""), width(dimension))));
    cells.addAll(scores(trial));
    cells.add(right(TrainingTime.text(TrainingTime.of(study, trial)), TIME));
    String remark = remark(trial, best);
    return String.join("  ", cells) + (remark.isEmpty() ? "" : "  " + remark);
  }

  private static String remark(Trial trial, boolean best) {
    return switch (trial.outcome()) {
      case FINISHED -> best ? "best so far" : "";
      case HOPELESS -> "given up: " + trial.reason();
      case FAILED -> "failed: " + trial.reason();
      case BROKEN_OFF -> "broken off: " + trial.reason();
    };
  }

  private static List<String> scores(Trial trial) {
    StepScore none = new StepScore(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    List<StepScore> steps = trial.steps();
    StepScore last = steps.isEmpty() ? none : steps.get(steps.size() - 1);
    return List.of(
        percent(last.base()), percent(last.novel()), percent(last.all()), percent(last.hIoU()));
  }

  private static int width(Dimension dimension) {
    int name = dimension.name().length();
    return dimension instanceof Dimension.Choice choice
        ? choice.values().stream().mapToInt(String::length).reduce(name, Math::max)
        : Math.max(name, NUMBER);
  }

  private void pass(int trial, RunEvent event) {
    if (event instanceof RunEvent.IterationDone done) {
      live.show(
          String.format(
              Locale.ROOT,
              "trial %s step %d: iteration %d/%d  loss %.4f",
              of(trial),
              done.step(),
              done.iteration(),
              done.iterations(),
              done.total()));
    } else if (event instanceof RunEvent.Evaluated scored) {
      live.show(
          String.format(
              Locale.ROOT,
              "trial %s step %d: scoring %d/%d",
              of(trial),
              scored.step(),
              scored.batches(),
              scored.totalBatches()));
    } else if (event instanceof RunEvent.DataChecked checked) {
      live.show(
          String.format(Locale.ROOT, "checking images %d/%d", checked.done(), checked.total()));
    }
  }

  /** A grid is tried to its end, unless a number is named. */
  private String of(int trial) {
    return plan.trials() == Integer.MAX_VALUE ? "" + trial : trial + "/" + plan.trials();
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private static String percent(double fraction) {
    return right(Percent.of(fraction), SCORE);
  }
}
