// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.io.Serializable;
import org.ciss4j.metric.Scores;

/**
 * The scores of a trial after a step, as fractions; NaN where there is none.
 *
 * @param base mIoU of the base classes
 * @param novel mIoU of the novel classes
 * @param all mIoU of both
 * @param hIoU harmonic mean of base and novel
 */
public record StepScore(double base, double novel, double all, double hIoU)
    implements Serializable {
  static StepScore of(Scores scores) {
    return new StepScore(scores.base(), scores.novel(), scores.all(), scores.hIoU());
  }
}
