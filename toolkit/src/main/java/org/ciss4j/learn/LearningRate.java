// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

/**
 * Learning rate by iteration: polynomial decay {@code base (1 - k / n)^power}, at first multiplied
 * by a linear warm-up {@code factor (1 - k / m) + k / m} over the first m iterations; from then on
 * never below a share of the base rate.
 *
 * @param base rate at the start, at least 0
 * @param iterations n, the number of iterations of the step, at least 1
 * @param power 0.9 in the papers
 * @param warmUp m as a fraction of n; 0 for none, 0.2 for ADE20K in DKD's official code
 * @param ending share of the base rate below which the rate does not fall after the warm-up; 0 in
 *     all published settings
 */
public record LearningRate(
    double base, long iterations, double power, double warmUp, double ending) {
  /** Where the warm-up starts, as a fraction of the rate; the official code's value. */
  private static final double WARM_UP_FACTOR = 0.001;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public LearningRate {
    boolean fractions = warmUp >= 0 && warmUp <= 1 && ending >= 0 && ending <= 1;
    if (!(base >= 0) || iterations < 1 || !fractions) {
      throw new IllegalArgumentException(
          "expected a rate of at least 0, an iteration, and warm-up and ending in [0, 1], got "
              + base
              + ", "
              + iterations
              + ", "
              + warmUp
              + " and "
              + ending);
    }
  }

  /** A rate that falls to 0. */
  public LearningRate(double base, long iterations, double power, double warmUp) {
    this(base, iterations, power, warmUp, 0);
  }

  /** The rate used at iteration k = 0, 1, ..., n - 1. */
  public double at(long iteration) {
    double rate = base * Math.pow(1 - (double) iteration / iterations, power);
    double warmUpIterations = warmUp * iterations;
    if (iteration >= warmUpIterations) {
      return Math.max(rate, ending * base);
    }
    double progress = iteration / warmUpIterations;
    return rate * (WARM_UP_FACTOR * (1 - progress) + progress);
  }
}
