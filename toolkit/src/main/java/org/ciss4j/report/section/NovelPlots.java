// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ciss4j.metric.EvaluationProtocol.AbsentClass;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Format;
import org.ciss4j.report.plot.LinePlot;
import org.ciss4j.result.StepResult;
import org.ciss4j.scenario.Step;

/**
 * How base classes and each novel class fare over the steps, as in Figure 3 of DKD's paper: one
 * plot for a run, one for each class for several. Many novel classes are taken together by step.
 */
final class NovelPlots {
  /** More lines than this do not fit into one plot. */
  private static final int LINES = 6;

  private static final int MOST_CLASSES = 12;

  /** Classes whose mean IoU is a line; they follow each other. */
  private record Group(String name, int first, int count) {
    /** NaN before the classes are learnt. */
    double mean(StepResult step, boolean absentIsZero) {
      if (!ClassScores.isSeen(step, first)) {
        return Double.NaN;
      }
      return IntStream.range(first, first + count)
          .mapToDouble(channel -> value(step, channel, absentIsZero))
          .filter(iou -> !Double.isNaN(iou))
          .average()
          .orElse(Double.NaN);
    }

    private static double value(StepResult step, int channel, boolean absentIsZero) {
      double iou = ClassScores.iou(step, channel);
      return Double.isNaN(iou) && absentIsZero ? 0 : iou;
    }

    String measure() {
      return count == 1 ? "IoU of " + name : "mIoU of " + name;
    }
  }

  private NovelPlots() {}

  static List<Block.Figure> of(Comparison comparison) {
    List<Group> novel = novel(comparison);
    if (novel.size() == 1 && novel.get(0).count() == 1) {
      return List.of(); // That is mIoU novel, which has its plot.
    }
    if (comparison.isSingle() && novel.size() < LINES) {
      return List.of(together(comparison, novel));
    }
    return novel.stream().map(group -> apart(comparison, group)).toList();
  }

  private static Block.Figure together(Comparison comparison, List<Group> novel) {
    Run run = comparison.runs().get(0);
    List<LinePlot.Line> lines = new ArrayList<>();
    lines.add(StepPlot.line("base", 0, step -> step.scores().base(), run, comparison));
    for (Group group : novel) {
      lines.add(line(group.name(), lines.size(), group, run, comparison));
    }
    return StepPlot.figure("base and each novel class over steps", lines);
  }

  private static Block.Figure apart(Comparison comparison, Group group) {
    List<LinePlot.Line> lines =
        comparison.runs().stream()
            .map(run -> line(run.label(), comparison.runs().indexOf(run), group, run, comparison))
            .toList();
    return StepPlot.figure(group.measure() + " over steps", lines);
  }

  private static LinePlot.Line line(
      String name, int look, Group group, Run run, Comparison comparison) {
    boolean zero = comparison.protocol().absentClass() == AbsentClass.ZERO && group.count() > 1;
    return StepPlot.line(name, look, step -> group.mean(step, zero), run, comparison);
  }

  private static List<Group> novel(Comparison comparison) {
    int base = comparison.baseClasses();
    int all = comparison.scenario().classOrder().size();
    if (all - base <= MOST_CLASSES) {
      return IntStream.rangeClosed(base + 1, all)
          .mapToObj(channel -> new Group(comparison.classNames().get(channel), channel, 1))
          .toList();
    }
    return comparison.scenario().steps().stream()
        .filter(step -> !step.isBase())
        .map(NovelPlots::of)
        .toList();
  }

  private static Group of(Step step) {
    return new Group(
        Format.text("the classes of step %d", step.index()),
        step.oldClasses().size() + 1,
        step.newClasses().size());
  }
}
