// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.stream.DoubleStream;

/** What is taken for how strongly a term pulls at a parameter. */
public enum GradientMeasure {
  /**
   * The mean of the gradient's elements with their signs, as in the official code of LSKD, which
   * calls it a norm.
   */
  MEAN {
    @Override
    double of(double[] gradient) {
      return DoubleStream.of(gradient).average().orElse(0);
    }
  },
  /** The Euclidean length of the gradient, as in GradNorm (Chen et al., ICML 2018). */
  NORM {
    @Override
    double of(double[] gradient) {
      return Math.sqrt(DoubleStream.of(gradient).map(g -> g * g).sum());
    }
  };

  abstract double of(double[] gradient);
}
