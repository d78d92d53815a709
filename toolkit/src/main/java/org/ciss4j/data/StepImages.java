// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Setting;

/** Which images of a data set a step uses. */
public final class StepImages {
  private StepImages() {}

  /**
   * The training images of a step, in the order of the data set; reads no test label.
   *
   * @see LabelView#selectsForTraining
   */
  public static List<String> training(
      SegmentationDataset dataset, LabelView view, Setting setting) {
    return dataset.ids(Split.TRAIN).stream()
        .filter(id -> view.selectsForTraining(dataset.classesIn(id), setting))
        .toList();
  }

  /**
   * The test images that are scored after a step, in the order of the data set.
   *
   * @see LabelView#selectsForTest
   */
  public static List<String> test(SegmentationDataset dataset, LabelView view) {
    return dataset.ids(Split.TEST).stream()
        .filter(id -> view.selectsForTest(dataset.classesIn(id)))
        .toList();
  }
}
