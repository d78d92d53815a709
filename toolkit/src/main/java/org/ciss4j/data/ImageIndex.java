// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;
import java.util.Set;
import org.ciss4j.scenario.LabelSpace;

/** The images of a data set by name, and the classes that each shows: what steps are made of. */
public interface ImageIndex {

  /** Short lower-case name for run directories and reports, such as {@code voc}. */
  default String name() {
    return labelSpace().name();
  }

  /** The classes that labels refer to. */
  LabelSpace labelSpace();

  /** The ids of one part, distinct, in the order of the data set; immutable. */
  List<String> ids(Split split);

  /**
   * The foreground classes that occur in the label of an image, background and void left out;
   * immutable. The first call for a part may read all labels of that part, and no label of the
   * other.
   *
   * @throws org.ciss4j.common.CissException if there is no such id, or a file is missing or broken
   */
  Set<Integer> classesIn(String id);
}
