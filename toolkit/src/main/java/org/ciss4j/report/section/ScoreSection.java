// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.ciss4j.metric.Percent;
import org.ciss4j.metric.Scores;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.plot.LinePlot;
import org.ciss4j.result.StepResult;

/** mIoU of base, novel and all classes and hIoU: the tables of papers, and their course. */
public final class ScoreSection {
  private record Measure(String title, String name, ToDoubleFunction<Scores> score) {}

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("mIoU base", "base", Scores::base),
          new Measure("mIoU novel", "novel", Scores::novel),
          new Measure("mIoU all", "all", Scores::all),
          new Measure("hIoU", "hIoU", Scores::hIoU));

  private static final int FEW = 5;

  /** The harmonic mean is not plotted: it follows from two that are. */
  private static final List<Measure> PLOTTED = MEASURES.subList(0, 3);

  private ScoreSection() {}

  /** The section of these runs. */
  public static Document.Section of(Comparison comparison) {
    List<Block> blocks = new ArrayList<>();
    List<Block.Table> steps =
        comparison.runs().stream().map(run -> steps(run, comparison)).toList();
    if (comparison.isSingle()) {
      blocks.addAll(steps);
      blocks.addAll(plots(comparison));
    } else {
      blocks.add(lastSteps(comparison));
      blocks.addAll(plots(comparison));
      blocks.addAll(steps);
    }
    return new Document.Section("scores", "Scores", blocks);
  }

  private static Block.Table lastSteps(Comparison comparison) {
    List<Double> best = MEASURES.stream().map(measure -> best(comparison, measure)).toList();
    List<List<Block.Cell>> rows = new ArrayList<>();
    for (Run run : comparison.runs()) {
      List<Block.Cell> row = new ArrayList<>();
      row.add(Block.Cell.of(run.label()));
      row.add(Block.Cell.of(Integer.toString(run.last().step())));
      for (int i = 0; i < MEASURES.size(); i++) {
        double score = MEASURES.get(i).score().applyAsDouble(run.last().scores());
        boolean strong = !comparison.isJoint(run) && score == best.get(i);
        row.add(Block.Cell.of(Percent.of(score)).withStrong(strong));
      }
      rows.add(row);
    }
    List<Block.Column> columns =
        Stream.concat(
                Stream.of(Block.Column.text("Run"), Block.Column.number("Step")),
                MEASURES.stream().map(measure -> Block.Column.number(measure.title())))
            .toList();
    return new Block.Table(
        "After the last step, in percent; the best is bold, a run that learns all at once aside.",
        columns,
        rows);
  }

  private static double best(Comparison comparison, Measure measure) {
    return comparison.runs().stream()
        .filter(run -> !comparison.isJoint(run))
        .mapToDouble(run -> measure.score().applyAsDouble(run.last().scores()))
        .filter(score -> !Double.isNaN(score))
        .max()
        .orElse(Double.NaN);
  }

  private static Block.Table steps(Run run, Comparison comparison) {
    List<Block.Column> columns =
        Stream.of(
                Stream.of(Block.Column.number("Step")),
                MEASURES.stream().map(measure -> Block.Column.number(measure.title())),
                Stream.of(
                    Block.Column.text("New classes"),
                    Block.Column.number("Training images"),
                    Block.Column.number("Test images")))
            .flatMap(part -> part)
            .toList();
    List<List<Block.Cell>> rows = run.steps().stream().map(step -> row(step, run)).toList();
    return new Block.Table(
        "Scores after each step" + comparison.whose(run) + ", in percent; the last step is bold.",
        columns,
        rows);
  }

  private static List<Block.Cell> row(StepResult step, Run run) {
    Stream<String> scores =
        MEASURES.stream().map(measure -> Percent.of(measure.score().applyAsDouble(step.scores())));
    return Stream.of(
            Stream.of(Integer.toString(step.step())),
            scores,
            Stream.of(
                names(step.newClasses()),
                Integer.toString(step.trainImages()),
                Integer.toString(step.testImages())))
        .flatMap(part -> part)
        .map(text -> Block.Cell.of(text).withStrong(step.equals(run.last())))
        .toList();
  }

  /** All of a few names, the ends of many. */
  private static String names(List<String> names) {
    int count = names.size();
    return count <= FEW
        ? String.join(", ", names)
        : names.get(0) + ", " + names.get(1) + ", ..., " + names.get(count - 1) + ": " + count;
  }

  /** Nothing if there is but one step. */
  private static List<Block.Figures> plots(Comparison comparison) {
    if (comparison.runs().stream().allMatch(run -> run.steps().size() == 1)) {
      return List.of();
    }
    List<Block.Figure> figures = new ArrayList<>();
    if (comparison.isSingle()) {
      figures.add(groups(comparison));
    } else {
      figures.addAll(runs(comparison));
    }
    figures.addAll(NovelPlots.of(comparison));
    return List.of(new Block.Figures("", figures));
  }

  private static Block.Figure groups(Comparison comparison) {
    Run run = comparison.runs().get(0);
    return StepPlot.figure(
        "mIoU over steps",
        PLOTTED.stream()
            .map(
                measure -> line(measure.name(), PLOTTED.indexOf(measure), measure, run, comparison))
            .toList());
  }

  private static List<Block.Figure> runs(Comparison comparison) {
    return PLOTTED.stream()
        .map(
            measure ->
                StepPlot.figure(
                    measure.title() + " over steps",
                    comparison.runs().stream()
                        .map(
                            run ->
                                line(
                                    run.label(),
                                    comparison.runs().indexOf(run),
                                    measure,
                                    run,
                                    comparison))
                        .toList()))
        .toList();
  }

  private static LinePlot.Line line(
      String name, int look, Measure measure, Run run, Comparison comparison) {
    return StepPlot.line(
        name, look, step -> measure.score().applyAsDouble(step.scores()), run, comparison);
  }
}
