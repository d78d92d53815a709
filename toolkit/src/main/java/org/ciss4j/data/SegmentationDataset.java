// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

/**
 * Images with a class for every pixel, in a training and a test part that share no id.
 * Implementations may be used by several threads at once.
 */
public interface SegmentationDataset extends ImageIndex {

  /**
   * Reads one image and its label at full size.
   *
   * @throws org.ciss4j.scenario.CissException if there is no such id, or a file of it is missing or
   *     broken
   */
  LabeledImage read(String id);

  /**
   * Looks at every file of one part, so that bad data shows up before training and not in its
   * middle. What it learns is kept: {@link #classesIn} is free afterwards.
   *
   * @throws org.ciss4j.scenario.CissException if a file is missing or broken; it names the file and
   *     the remedy
   */
  void check(Split split, Progress progress);
}
