// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ciss4j.common.CissException;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.ClassNames;

/**
 * What came out of a run, step by step.
 *
 * @param config what was asked for
 * @param classNames names by channel: background, then all classes in the order of the scenario
 * @param steps the steps that are done, in order
 */
public record RunResult(RunConfig config, List<String> classNames, List<StepResult> steps) {

  /** Copies the lists. */
  public RunResult {
    classNames = List.copyOf(classNames);
    steps = List.copyOf(steps);
  }

  /**
   * The last step that is done; its scores are those that papers print.
   *
   * @throws CissException of kind usage if no step is done yet
   */
  public StepResult last() {
    if (steps.isEmpty()) {
      throw CissException.usage("no step of this run is done yet; train it to the end first");
    }
    return steps.get(steps.size() - 1);
  }

  /**
   * The table that a person wants to see: mIoU of base, novel and all classes and hIoU, in percent,
   * after each step.
   */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%s %s %s, %s, %s%n",
            config.data().dataset(),
            config.scenario().name(),
            config.scenario().setting().label(),
            config.method().name(),
            config.model().backbone()));
    table.append(
        String.format(Locale.ROOT, "step    base   novel     all    hIoU   new classes%n"));
    for (StepResult step : steps) {
      table.append(String.format(Locale.ROOT, "%4s %7s %7s %7s %7s   %s%n", cells(step)));
    }
    return table.toString();
  }

  /** The same as a table: a row for each step, scores in percent. */
  public Table table() {
    Table table = Table.of("step", "base", "novel", "all", "hIoU", "new classes");
    for (StepResult step : steps) {
      table = table.row(cells(step));
    }
    return table;
  }

  /** The table as HTML, for a notebook. */
  public String toHtml() {
    return table().toHtml();
  }

  private static Object[] cells(StepResult step) {
    List<String> cells = new ArrayList<>(step.scores().mIoU().percent());
    cells.add(0, Integer.toString(step.step()));
    cells.add(ClassNames.line(step.newClasses()));
    return cells.toArray();
  }
}
