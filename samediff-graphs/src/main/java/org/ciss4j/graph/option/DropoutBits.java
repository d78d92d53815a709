// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.option;

/** Which elements dropout lets fall: a function of a seed and a position, on every backend. */
public final class DropoutBits {
  // The numbers of SplitMix64 (Steele et al. 2014).
  /** Between the states of two positions. */
  public static final long STEP = 0x9E3779B97F4A7C15L;

  /** Of the finaliser's first product. */
  public static final long FIRST_FACTOR = 0xBF58476D1CE4E5B9L;

  /** Of its second. */
  public static final long SECOND_FACTOR = 0x94D049BB133111EBL;

  private DropoutBits() {}

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public static void checkRate(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("expected a dropout rate from 0 to below 1, got " + rate);
    }
  }

  /** An element falls where its {@link #random53} is below this. */
  public static long limit(double rate) {
    return (long) (rate * (1L << 53));
  }

  /** 53 random bits for one position: the SplitMix64 finaliser of seed and position. */
  public static long random53(long seed, long position) {
    long z = seed + (position + 1) * STEP;
    z = (z ^ (z >>> 30)) * FIRST_FACTOR;
    z = (z ^ (z >>> 27)) * SECOND_FACTOR;
    return (z ^ (z >>> 31)) >>> 11;
  }
}
