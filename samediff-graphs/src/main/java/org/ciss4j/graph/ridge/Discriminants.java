// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.ridge;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Linear discriminants (Fisher 1936) of each output against all other rows, from the sums of a
 * regression whose last feature is 1.
 *
 * <p>Least squares {@code s(x) = w'x} to 1 where a row shows the output, else 0, find the direction
 * of the discriminant. With the means m1 and m0 of s over rows that do and do not, and their shares
 * p1 and p0 of all rows, the logit of two normal distributions of one covariance is {@code (s(x) -
 * (m1 + m0) / 2) / ((1 - (m1 - m0)) p1 p0) + log(p1 / p0)}.
 */
public final class Discriminants {
  /** Least share of the squares that s is taken to leave unexplained, as logits would not end. */
  private static final double LEAST_UNEXPLAINED = 0.01;

  /** w of each output; none if nothing was seen. */
  private final double[][] solution;

  private final double[] sumOfRows;
  private final INDArray products;

  /**
   * Solves the regression.
   *
   * @param penalty λ in shares of the mean square of a feature; the bias has none
   */
  public Discriminants(RidgeStatistics sums, double penalty) {
    INDArray squares = sums.squares();
    int last = sums.features() - 1;
    double mean = 0;
    for (int i = 0; i < last; i++) {
      mean += squares.getDouble(i, i) / last;
    }
    this.sumOfRows = squares.getColumn(last).toDoubleVector();
    this.products = sums.products();
    if (mean > 0) {
      try (INDArray solved = sums.solve(penalty * mean, 0)) {
        this.solution = solved.toDoubleMatrix();
      }
    } else {
      this.solution = new double[0][];
    }
  }

  /**
   * The logit of an output as weights of the features, the last one being the bias.
   *
   * @param posWeight how much rows that show it weigh in the loss that goes on from here
   * @return empty if no row shows it, or all do, or all features are 0
   */
  public Optional<float[]> logit(int output, double posWeight) {
    int last = sumOfRows.length - 1;
    double[] shown = products.getColumn(output).toDoubleVector();
    double p1 = shown[last] / sumOfRows[last];
    if (solution.length == 0 || !(p1 > 0 && p1 < 1)) {
      return Optional.empty();
    }
    double[] w = solution[output];
    double ofShown = 0;
    double ofAll = 0;
    for (int i = 0; i <= last; i++) {
      ofShown += w[i] * shown[i];
      ofAll += w[i] * sumOfRows[i];
    }
    double m1 = ofShown / shown[last];
    double m0 = (ofAll - ofShown) / (sumOfRows[last] - shown[last]);
    double scale = 1 / (Math.max(LEAST_UNEXPLAINED, 1 - (m1 - m0)) * p1 * (1 - p1));
    float[] logit = new float[w.length];
    for (int i = 0; i <= last; i++) {
      logit[i] = (float) (w[i] * scale);
    }
    logit[last] += (float) (Math.log(posWeight * p1 / (1 - p1)) - scale * (m1 + m0) / 2);
    return Optional.of(logit);
  }
}
