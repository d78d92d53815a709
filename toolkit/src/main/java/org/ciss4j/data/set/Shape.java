// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.common.EnumLabel;

/** A shape of the sample data and its class. Neighbours in hue are two apart. */
enum Shape {
  DISC(1, 0.04) {
    @Override
    boolean contains(double u, double v) {
      return u * u + v * v <= 1;
    }
  },
  SQUARE(2, 0.58) {
    @Override
    boolean contains(double u, double v) {
      return Math.max(Math.abs(u), Math.abs(v)) <= 0.7;
    }
  },
  TRIANGLE(3, 0.08) {
    @Override
    boolean contains(double u, double v) {
      return v >= -0.5 && v + Math.abs(u) * Math.sqrt(3) <= 1;
    }
  },
  CROSS(4, 0.54) {
    @Override
    boolean contains(double u, double v) {
      return Math.max(Math.abs(u), Math.abs(v)) <= 0.95
          && Math.min(Math.abs(u), Math.abs(v)) <= 0.3;
    }
  },
  RING(5, 0.82) {
    @Override
    boolean contains(double u, double v) {
      double square = u * u + v * v;
      return square <= 1 && square >= 0.3;
    }
  },
  BAR(6, 0.86) {
    @Override
    boolean contains(double u, double v) {
      return Math.abs(u) <= 0.93 && Math.abs(v) <= 0.35;
    }
  };

  private final int label;
  private final double hue;

  Shape(int label, double hue) {
    this.label = label;
    this.hue = hue;
  }

  /** Whether a point is inside; the shape fits into the unit circle. */
  abstract boolean contains(double u, double v);

  /** Its typical hue, 0 to 1. */
  double hue() {
    return hue;
  }

  /** The class of the shape. */
  int label() {
    return label;
  }

  /** The shape of a class. */
  static Shape of(int label) {
    return Arrays.stream(values()).filter(shape -> shape.label == label).findFirst().orElseThrow();
  }

  /** The names of the first classes, background first. */
  static List<String> names(int classes) {
    Stream<String> shapes =
        IntStream.rangeClosed(1, classes).mapToObj(label -> EnumLabel.of(of(label)));
    return Stream.concat(Stream.of("background"), shapes).toList();
  }
}
