// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

/**
 * Softplus and sigmoid of rows of numbers, to nine digits, in loops that Java compiles to vector
 * code: arithmetic alone, without branches or calls.
 */
public final class Logistic {
  /** From here on exp(-z) is nothing beside 1, in single precision. */
  private static final double LIMIT = 40;

  private static final int SQUARINGS = 7;

  /** Times any positive number but the very smallest, this is at least 1. */
  private static final double STEEP = 1e300;

  private Logistic() {}

  /**
   * Sets {@code softplus = log(1 + exp(z))} and {@code sigmoid = 1 / (1 + exp(-z))} for the first
   * {@code length} elements.
   *
   * @param e receives {@code exp(-|z|)}
   */
  public static void apply(
      double[] z, double[] softplus, double[] sigmoid, double[] e, int length) {
    decay(z, e, length);
    for (int i = 0; i < length; i++) {
      softplus[i] = 0.5 * (z[i] + Math.abs(z[i])) + logOfOnePlus(e[i]);
    }
    for (int i = 0; i < length; i++) {
      double sign = Math.min(Math.max(z[i] * STEEP, -1), 1);
      sigmoid[i] = 0.5 + sign * (1 / (1 + e[i]) - 0.5);
    }
  }

  /** {@code exp(-|z|)}: a power series for a small part of the exponent, squared as often. */
  private static void decay(double[] z, double[] e, int length) {
    for (int i = 0; i < length; i++) {
      double x = Math.min(Math.abs(z[i]), LIMIT) * (-1.0 / (1 << SQUARINGS));
      double end = 1.0 / 120 + x * (1.0 / 720 + x * (1.0 / 5040 + x * (1.0 / 40320)));
      double y = 1 + x * (1 + x * (1.0 / 2 + x * (1.0 / 6 + x * (1.0 / 24 + x * end))));
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      e[i] = y;
    }
  }

  /**
   * {@code log(1 + e) = 2 artanh(e / (2 + e))} for e from 0 to 1, by the power series of artanh.
   */
  private static double logOfOnePlus(double e) {
    double s = e / (2 + e);
    double q = s * s;
    double end = 1.0 / 9 + q * (1.0 / 11 + q * (1.0 / 13 + q * (1.0 / 15)));
    return 2 * s * (1 + q * (1.0 / 3 + q * (1.0 / 5 + q * (1.0 / 7 + q * end))));
  }
}
