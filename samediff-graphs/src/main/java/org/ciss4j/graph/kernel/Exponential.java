// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

/**
 * {@code exp(x)} of rows of numbers that are not positive, to nine digits and more, in loops that
 * Java compiles to vector code.
 */
final class Exponential {
  /** What is smaller counts as this: its exponential is nothing beside 1, and still above 0. */
  private static final double LEAST = -640;

  private static final int SQUARINGS = 11;

  private Exponential() {}

  /** Sets {@code e = exp(x - max)} for the first {@code length} elements, x being at most max. */
  static void apply(double[] x, double[] max, double[] e, int length) {
    for (int i = 0; i < length; i++) {
      double y = Math.max(x[i] - max[i], LEAST) * (1.0 / (1 << SQUARINGS));
      double end = 1.0 / 120 + y * (1.0 / 720 + y * (1.0 / 5040 + y * (1.0 / 40320)));
      double z = 1 + y * (1 + y * (1.0 / 2 + y * (1.0 / 6 + y * (1.0 / 24 + y * end))));
      z *= z;
      z *= z;
      z *= z;
      z *= z;
      z *= z;
      z *= z;
      z *= z;
      z *= z;
      z *= z;
      z *= z;
      z *= z;
      e[i] = z;
    }
  }
}
