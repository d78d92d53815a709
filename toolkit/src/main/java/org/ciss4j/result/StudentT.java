// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

/** Student's t distribution, as far as intervals of 95 % need it. */
final class StudentT {
  /** Quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /** Below that many degrees of freedom the expansion is off in the fourth digit. */
  private static final double[] FEW = {
    12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157
  };

  private StudentT() {}

  /**
   * The number that the absolute value of t is above with a probability of 5 %.
   *
   * @param freedom degrees of freedom, at least 1
   */
  static double twoSided95(int freedom) {
    if (freedom < 1) {
      throw new IllegalArgumentException("expected a degree of freedom, got " + freedom);
    }
    return freedom <= FEW.length ? FEW[freedom - 1] : expanded(freedom);
  }

  /** Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5). */
  private static double expanded(double n) {
    double z2 = Z * Z;
    double first = Z * (z2 + 1) / 4;
    double second = Z * ((5 * z2 + 16) * z2 + 3) / 96;
    double third = Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
    double fourth = Z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
    return Z + first / n + second / (n * n) + third / Math.pow(n, 3) + fourth / Math.pow(n, 4);
  }
}
