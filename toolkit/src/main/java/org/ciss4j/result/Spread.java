// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.List;
import org.ciss4j.metric.Percent;

/**
 * Mean and standard deviation of a score over runs with several seeds.
 *
 * @param mean as a fraction; NaN if a run has no such score, or none was published
 * @param deviation of the sample, that is with n - 1 below the sum of squares, as a fraction; NaN
 *     of less than two runs, or if none was published
 */
public record Spread(double mean, double deviation) {

  /** Of these values. */
  public static Spread of(List<Double> values) {
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    int freedom = values.size() - 1;
    return new Spread(mean, freedom < 1 ? Double.NaN : Math.sqrt(squares / freedom));
  }

  /** In percent, as papers print it: the mean, and the deviation if there is one. */
  public String percent() {
    String text = Percent.of(mean);
    return Double.isNaN(deviation) ? text : text + " ± " + Percent.of(deviation);
  }
}
