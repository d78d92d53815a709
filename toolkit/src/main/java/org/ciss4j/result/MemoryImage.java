// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.List;

/**
 * An image that a step replays.
 *
 * @param id its name
 * @param drawnFor the old class in whose turn it was chosen, as data set id
 * @param classes the classes that it was known to show when it was chosen, as data set ids
 */
public record MemoryImage(String id, int drawnFor, List<Integer> classes) {

  /** Copies the list. */
  public MemoryImage {
    classes = List.copyOf(classes);
  }
}
