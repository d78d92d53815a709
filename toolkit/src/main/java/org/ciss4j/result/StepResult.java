// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.List;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.Scores;

/**
 * What came out of one step.
 *
 * @param step t
 * @param newClasses names of the classes it learnt
 * @param trainImages number of images it learnt from
 * @param testImages number of images it was scored on
 * @param confusion counts by channel: 0 background, then the classes learnt so far in order
 * @param scores of the confusion matrix
 */
public record StepResult(
    int step,
    List<String> newClasses,
    int trainImages,
    int testImages,
    ConfusionMatrix confusion,
    Scores scores) {

  /** Copies the list. */
  public StepResult {
    newClasses = List.copyOf(newClasses);
  }
}
