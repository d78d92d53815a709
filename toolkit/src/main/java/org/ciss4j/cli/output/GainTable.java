// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.ciss4j.common.Columns;
import org.ciss4j.metric.Percent;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StepResult;
import org.ciss4j.scenario.LabelSpace;

/** What the last step of a run has done to each class. */
public final class GainTable {
  private GainTable() {}

  /** IoU in percent by class, before the last step and after it. */
  public static String of(RunResult result) {
    StepResult after = result.last();
    List<Double> was =
        result.steps().size() < 2
            ? List.of()
            : result.steps().get(result.steps().size() - 2).scores().iou();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("class", "before", "after", "change"));
    List<Double> is = after.scores().iou();
    for (int channel = LabelSpace.BACKGROUND; channel < is.size(); channel++) {
      double old = channel < was.size() ? was.get(channel) : Double.NaN;
      rows.add(
          List.of(
              result.classNames().get(channel),
              Percent.of(old),
              Percent.of(is.get(channel)),
              Percent.points(is.get(channel) - old)));
    }
    return Columns.aligned(rows, 1).collect(Collectors.joining(System.lineSeparator()));
  }
}
