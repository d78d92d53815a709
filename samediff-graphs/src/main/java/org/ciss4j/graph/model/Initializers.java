// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;

/** Initial values of parameters, as PyTorch's functions of the same names give them. */
final class Initializers {
  private Initializers() {}

  /** Normal with standard deviation {@code sqrt(2 / fan)} (He et al. 2015). */
  static BiConsumer<float[], Random> kaimingNormal(long fan) {
    double deviation = Math.sqrt(2.0 / fan);
    return (values, random) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
    };
  }

  /** Uniform in [-bound, bound]. */
  static BiConsumer<float[], Random> uniform(double bound) {
    return (values, random) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
    };
  }

  /** One number everywhere. */
  static BiConsumer<float[], Random> constant(float value) {
    return (values, random) -> Arrays.fill(values, value);
  }
}
