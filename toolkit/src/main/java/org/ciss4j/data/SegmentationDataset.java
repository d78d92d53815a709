// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;
import java.util.Set;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.LabelSpace;

/**
 * Images with a class for every pixel, in a training and a test part that share no id.
 * Implementations may be used by several threads at once.
 */
public interface SegmentationDataset {

  /** Short lower-case name for run directories and reports, such as {@code voc}. */
  String name();

  /** The classes that labels refer to. */
  LabelSpace labelSpace();

  /** The ids of one part, distinct, in the order of the data set; immutable. */
  List<String> ids(Split split);

  /**
   * Reads one image and its label at full size.
   *
   * @throws CissException if there is no such id, or a file of it is missing or broken
   */
  LabeledImage read(String id);

  /**
   * The foreground classes that occur in the label of an image, background and void left out;
   * immutable. The first call for a part may read all labels of that part, and no label of the
   * other.
   *
   * @throws CissException as {@link #check}, or if there is no such id
   */
  Set<Integer> classesIn(String id);

  /**
   * Looks at every file of one part, so that bad data shows up before training and not in its
   * middle. What it learns is kept: {@link #classesIn} is free afterwards.
   *
   * @throws CissException if a file is missing or broken; it names the file and the remedy
   */
  void check(Split split, Progress progress);

  /**
   * Looks closely at one image and its label: everything that is wrong, and how many pixels each
   * label has. Never stops at the first problem.
   *
   * @throws CissException if there is no such id
   */
  default Inspection inspect(String id) {
    return Inspection.of(id, () -> read(id));
  }
}
