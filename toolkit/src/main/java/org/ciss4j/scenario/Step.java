// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import java.util.List;
import java.util.stream.Stream;

/**
 * One training stage of a scenario. Classes are data set ids in class order; background is in no
 * list.
 *
 * @param index t, from 0; step 0 is the base step
 * @param oldClasses classes of all earlier steps
 * @param newClasses classes labelled in this step
 * @param futureClasses classes of all later steps
 */
public record Step(
    int index, List<Integer> oldClasses, List<Integer> newClasses, List<Integer> futureClasses) {
  /** Copies the lists. */
  public Step {
    oldClasses = List.copyOf(oldClasses);
    newClasses = List.copyOf(newClasses);
    futureClasses = List.copyOf(futureClasses);
  }

  /** Old and new classes: all that a network knows after this step, in class order. */
  public List<Integer> seenClasses() {
    return Stream.concat(oldClasses.stream(), newClasses.stream()).toList();
  }

  /** Whether this is step 0. */
  public boolean isBase() {
    return index == 0;
  }
}
