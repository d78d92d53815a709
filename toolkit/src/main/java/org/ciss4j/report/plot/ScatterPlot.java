// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

import java.util.List;

/**
 * Points of some kinds over a common axis.
 *
 * @param xTitle what the x axis measures
 * @param yTitle what the y axis measures
 * @param logarithmic whether the x axis is
 * @param words what 0, 1 and so on mean on the x axis; empty if it has numbers
 * @param groups the kinds, in the order of the legend
 */
public record ScatterPlot(
    String xTitle, String yTitle, boolean logarithmic, List<String> words, List<Group> groups)
    implements Plot {
  /** Copies the lists. */
  public ScatterPlot {
    words = List.copyOf(words);
    groups = List.copyOf(groups);
  }

  /**
   * Points of one kind, at least one.
   *
   * @param name for the legend
   * @param look number of its colour and marker, from 0
   * @param points in any order
   */
  public record Group(String name, int look, List<LinePlot.Point> points) {
    /** Copies the list. */
    public Group {
      points = List.copyOf(points);
    }
  }
}
