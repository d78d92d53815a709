// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

import java.util.List;

/**
 * Parallel coordinates: a line for each thing, through its place on every axis.
 *
 * @param axes from left to right
 * @param lines those drawn later lie above
 */
public record ParallelPlot(List<Axis> axes, List<Path> lines) implements Plot {
  /** Copies the lists. */
  public ParallelPlot {
    axes = List.copyOf(axes);
    lines = List.copyOf(lines);
  }

  /**
   * An axis.
   *
   * @param name what it measures
   * @param low what its lower end means
   * @param high what its upper end means
   */
  public record Axis(String name, String low, String high) {}

  /**
   * A line.
   *
   * @param places 0 to 1 on each axis
   * @param strength of its colour, 0 to 1
   * @param strong whether it is drawn thick
   */
  public record Path(List<Double> places, double strength, boolean strong) {
    /** Copies the list. */
    public Path {
      places = List.copyOf(places);
    }
  }
}
