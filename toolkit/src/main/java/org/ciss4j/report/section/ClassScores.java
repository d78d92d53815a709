// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import org.ciss4j.metric.Percent;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Format;
import org.ciss4j.result.StepResult;

/** The scores of single classes. */
public final class ClassScores {
  private ClassScores() {}

  /** Whether the class has been learnt at this step or before. */
  static boolean isSeen(StepResult step, int channel) {
    return channel < step.confusion().size();
  }

  /** Whether the class has been learnt and there are pixels of it. */
  static boolean isPresent(StepResult step, int channel) {
    return isSeen(step, channel) && step.confusion().truthCount(channel) > 0;
  }

  /** The IoU as a fraction; NaN for a class that is not learnt yet or has no pixel. */
  public static double iou(StepResult step, int channel) {
    return isPresent(step, channel) ? step.scores().iou().get(channel) : Double.NaN;
  }

  /** The IoU in percent, "-" for a class that is not learnt yet, "n/a" for one without a pixel. */
  static Block.Cell cell(StepResult step, int channel) {
    double iou = iou(step, channel);
    boolean absent = isSeen(step, channel) && Double.isNaN(iou);
    return Block.Cell.of(absent ? Format.ABSENT : Percent.of(iou)).withShade(iou);
  }
}
