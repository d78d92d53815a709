// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import java.util.List;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;
import org.ciss4j.tuning.space.Dimension;
import org.ciss4j.tuning.space.SearchSpace;

/**
 * A dimension of the space as an axis of plots.
 *
 * @param name of the dimension
 * @param low what its lower end means
 * @param high what its upper end means
 * @param logarithmic whether its numbers are spread by their logarithms
 * @param words its values if it is a choice, else empty
 */
record Axis(String name, double low, double high, boolean logarithmic, List<String> words) {

  /** The axes of a study, in the order of its space. */
  static List<Axis> of(StudyResult result) {
    return SearchSpace.parse(result.plan().space()).dimensions().stream().map(Axis::of).toList();
  }

  private static Axis of(Dimension dimension) {
    if (dimension instanceof Dimension.Range range) {
      boolean log = range.scale() == Dimension.Scale.LOG;
      return new Axis(range.name(), range.low(), range.high(), log, List.of());
    }
    List<String> values = ((Dimension.Choice) dimension).values();
    return new Axis(dimension.name(), 0, values.size() - 1, false, values);
  }

  boolean isChoice() {
    return !words.isEmpty();
  }

  /** Where a trial is: its number, or that of its word. */
  double of(Trial trial) {
    String value = trial.values().getOrDefault(name, "");
    return isChoice() ? words.indexOf(value) : Double.parseDouble(value);
  }

  /** Where a trial is between the ends, 0 to 1; in the middle if they are one. */
  double place(Trial trial) {
    if (low == high) {
      return 0.5;
    }
    return (scaled(of(trial)) - scaled(low)) / (scaled(high) - scaled(low));
  }

  private double scaled(double value) {
    return logarithmic ? Math.log(value) : value;
  }

  String lowText() {
    return isChoice() ? words.get(0) : Words.number(low);
  }

  String highText() {
    return isChoice() ? words.get(words.size() - 1) : Words.number(high);
  }
}
