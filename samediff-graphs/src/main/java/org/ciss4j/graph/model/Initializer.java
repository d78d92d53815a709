// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import org.ciss4j.graph.machine.Threads;

/** Initial values of a parameter, as PyTorch's functions of the same names give them. */
@FunctionalInterface
interface Initializer {
  /** Values that one thread makes at a time. */
  int PIECE = 1 << 16;

  /** The golden ratio as a fraction of 2^64: the step between the states of SplitMix64. */
  long STEP = 0x9E3779B97F4A7C15L;

  /** The value that a number drawn evenly from (0, 1) stands for. */
  double at(double uniform);

  /** Normal with standard deviation {@code sqrt(2 / fan)} (He et al. 2015). */
  static Initializer kaimingNormal(long fan) {
    double deviation = Math.sqrt(2.0 / fan);
    return uniform -> deviation * NormalQuantile.of(uniform);
  }

  /** Uniform in [-bound, bound]. */
  static Initializer uniform(double bound) {
    return uniform -> bound * (2 * uniform - 1);
  }

  /** One number everywhere. */
  static Initializer constant(double value) {
    return uniform -> value;
  }

  /**
   * As many values as asked for. Each depends on the seed and its own index alone, and on no
   * machine's arithmetic.
   */
  default float[] values(int count, long seed) {
    float[] values = new float[count];
    Threads.share(
        (count + PIECE - 1) / PIECE,
        piece -> {
          int end = Math.min(count, (piece + 1) * PIECE);
          for (int i = piece * PIECE; i < end; i++) {
            values[i] = (float) at(uniform(seed, i));
          }
        });
    return values;
  }

  /** SplitMix64 (Steele et al. 2014) started anew for every index; strictly between 0 and 1. */
  private static double uniform(long seed, int index) {
    return ((mix(seed + (index + 1L) * STEP) >>> 11) + 0.5) * 0x1p-53;
  }

  /** SplitMix64's finaliser: spreads every bit over all others. */
  static long mix(long state) {
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
