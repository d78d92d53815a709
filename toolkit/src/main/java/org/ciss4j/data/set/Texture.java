// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.util.Random;

/** Smooth noise: random values on a lattice, bilinear between them. */
final class Texture {
  private static final int LATTICE = 32;

  private final double cell;
  private final double[][] values = new double[LATTICE][LATTICE];

  /**
   * @param cell distance of lattice points in pixels
   * @param strength values lie between plus and minus this
   */
  Texture(Random random, double cell, double strength) {
    this.cell = cell;
    for (double[] row : values) {
      for (int i = 0; i < LATTICE; i++) {
        row[i] = strength * (2 * random.nextDouble() - 1);
      }
    }
  }

  double at(int x, int y) {
    int column = (int) (x / cell);
    int row = (int) (y / cell);
    double fx = x / cell - column;
    double fy = y / cell - row;
    return (1 - fy) * ((1 - fx) * value(row, column) + fx * value(row, column + 1))
        + fy * ((1 - fx) * value(row + 1, column) + fx * value(row + 1, column + 1));
  }

  private double value(int row, int column) {
    return values[row % LATTICE][column % LATTICE];
  }
}
