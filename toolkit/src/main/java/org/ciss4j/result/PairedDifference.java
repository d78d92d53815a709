// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * By how much a method is above another, over runs of the same seeds: the mean of the differences
 * seed by seed, and its interval of 95 % by the paired t-test, with one degree of freedom less than
 * there are seeds. It is not corrected for the number of comparisons.
 *
 * @param mean as a fraction; NaN if a run has no such score
 * @param halfWidth of the interval around the mean, as a fraction; NaN of less than two seeds
 */
public record PairedDifference(double mean, double halfWidth) {

  /**
   * Of the scores of two methods.
   *
   * @param scores of the method, a seed each
   * @param reference of the other one, of the same seeds in the same order
   */
  public static PairedDifference of(List<Double> scores, List<Double> reference) {
    if (scores.size() != reference.size()) {
      throw new IllegalArgumentException(
          "expected as many scores of both methods, got " + scores + " and " + reference);
    }
    Spread spread =
        Spread.of(
            IntStream.range(0, scores.size())
                .mapToObj(i -> scores.get(i) - reference.get(i))
                .toList());
    int count = scores.size();
    double halfWidth =
        count < 2
            ? Double.NaN
            : StudentT.twoSided95(count - 1) * spread.deviation() / Math.sqrt(count);
    return new PairedDifference(spread.mean(), halfWidth);
  }

  /** Whether 0 lies outside the interval; never where there is none. */
  public boolean isMoreThanNoise() {
    return Math.abs(mean) > halfWidth;
  }

  /** In percentage points, with a star if it is more than noise; "-" where nothing can be said. */
  public String points() {
    return Double.isNaN(mean) || Double.isNaN(halfWidth)
        ? "-"
        : String.format(
            Locale.ROOT,
            "%+.2f ± %.2f%s",
            100 * mean,
            100 * halfWidth,
            isMoreThanNoise() ? " *" : "");
  }
}
