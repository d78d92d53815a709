// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

import java.util.List;

/**
 * Lines over a common axis.
 *
 * @param xTitle what the x axis counts; whole numbers
 * @param yTitle what the y axis measures
 * @param percent whether y is from 0 to 100
 * @param legend whether the lines are named
 * @param lines what is drawn
 * @param boundaries x of vertical marks
 */
public record LinePlot(
    String xTitle,
    String yTitle,
    boolean percent,
    boolean legend,
    List<Line> lines,
    List<Double> boundaries)
    implements Plot {
  /** Copies the lists. */
  public LinePlot {
    lines = List.copyOf(lines);
    boundaries = List.copyOf(boundaries);
  }

  /**
   * A line; a point whose y is NaN is a gap.
   *
   * @param name for the legend
   * @param look number of its colour, dashes and marker, from 0
   * @param points from left to right
   * @param marked whether every point has a marker
   */
  public record Line(String name, int look, List<Point> points, boolean marked) {
    /** Copies the list. */
    public Line {
      points = List.copyOf(points);
    }
  }

  /** A point of a line. */
  public record Point(double x, double y) {}
}
