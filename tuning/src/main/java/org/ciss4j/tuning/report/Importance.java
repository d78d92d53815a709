// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.ciss4j.tuning.Trial;

/**
 * How much of the differences between trials a parameter explains alone: the adjusted coefficient
 * of determination of the ranks of the scores, by a parabola over the ranks of a range's numbers,
 * or by the means of a choice's values. Ranks, as a few bad trials would else say it all; adjusted,
 * as with a dozen trials a parabola explains a fifth of pure noise. It sees no parameters that
 * matter only together.
 *
 * @param share 0 to 1; NaN if there are too few trials to tell
 * @param trend Spearman's rank correlation of a range with the score; NaN for a choice, whose
 *     values have no order
 */
record Importance(double share, double trend) {
  private static final Importance UNKNOWN = new Importance(Double.NaN, Double.NaN);

  /** The importance of an axis for the scores of finished trials. */
  static Importance of(Axis axis, List<Trial> finished) {
    double[] scores =
        new NaturalRanking().rank(finished.stream().mapToDouble(Trial::score).toArray());
    double[] values = finished.stream().mapToDouble(axis::of).toArray();
    return axis.isChoice() ? ofChoice(values, scores) : ofRange(values, scores);
  }

  private static Importance ofRange(double[] values, double[] scores) {
    double[] ranks = new NaturalRanking().rank(values);
    long different = Arrays.stream(ranks).distinct().count();
    if (different < 3 || scores.length < 5 || isConstant(scores)) {
      return UNKNOWN;
    }
    double[][] x =
        Arrays.stream(ranks).mapToObj(r -> new double[] {r, r * r}).toArray(double[][]::new);
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.newSampleData(scores, x);
    try {
      return new Importance(
          Math.max(0, regression.calculateAdjustedRSquared()),
          new SpearmansCorrelation().correlation(values, scores));
    } catch (SingularMatrixException e) {
      return UNKNOWN;
    }
  }

  private static Importance ofChoice(double[] values, double[] scores) {
    double[] groups = Arrays.stream(values).distinct().toArray();
    int free = scores.length - groups.length;
    if (groups.length < 2 || free < 2 || isConstant(scores)) {
      return UNKNOWN;
    }
    double within = 0;
    for (double group : groups) {
      within += squares(where(scores, values, group));
    }
    double unexplained = within / free / (squares(scores) / (scores.length - 1));
    return new Importance(Math.max(0, 1 - unexplained), Double.NaN);
  }

  private static double[] where(double[] scores, double[] values, double group) {
    return IntStream.range(0, scores.length)
        .filter(i -> values[i] == group)
        .mapToDouble(i -> scores[i])
        .toArray();
  }

  private static double squares(double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElse(0);
    return Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
  }

  private static boolean isConstant(double[] numbers) {
    return squares(numbers) == 0;
  }
}
