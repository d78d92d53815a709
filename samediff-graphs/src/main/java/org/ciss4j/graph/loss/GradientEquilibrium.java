// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Regularised gradient equilibrium (LSKD): how the weights w of nine terms are learnt, so that the
 * gradients of all terms of a group pull alike, those more that have fallen less since the start.
 * The terms are cross-entropy, context distillation, distillation of logits, the four stages,
 * features and small logits. As in the official code the stages 1 to 3 are one group and all others
 * the other one.
 *
 * <p>With {@code G_i = w_i g_i}, {@code r_i} the ratio of a loss to its first value over the mean
 * ratio of its group, and {@code T_i = mean(G) r_i^alpha}, which is a constant for the gradient:
 * {@code 10 sum_i |G_i - T_i| + gamma |w_0 - (N / O) w_2| + beta sum_(i = 3..6) max(0, 1.25 w_i -
 * w_(i+1))}.
 *
 * @param novel N, number of new classes
 * @param oldOutputs O, number of outputs of the step before, the background included
 * @param alpha how much more the terms pull that have fallen less
 * @param beta weight of the rule that each layer weighs at least 1.25 times the one before it
 * @param gamma weight of the rule that cross-entropy weighs N / O times the distillation of logits
 */
public record GradientEquilibrium(
    int novel, int oldOutputs, double alpha, double beta, double gamma) {
  /** How many terms there are. */
  public static final int TERMS = 9;

  private static final Set<Integer> ALL =
      IntStream.range(0, TERMS).boxed().collect(Collectors.toUnmodifiableSet());
  private static final List<int[]> GROUPS =
      List.of(new int[] {0, 1, 2, 6, 7, 8}, new int[] {3, 4, 5});
  private static final double BALANCE = 10;
  private static final double STEPWISE = 1.25;
  private static final int FIRST_LAYER = 3;
  private static final int LAST_LAYER = 7;
  private static final int DISTILLATION = 2;

  /**
   * Of one iteration.
   *
   * @param loss of the weights; NaN where the first value of a loss, and the loss, were 0
   * @param gradient by the weights, never NaN
   */
  public record Value(double loss, double[] gradient) {}

  /**
   * The loss of the weights.
   *
   * @param weights w
   * @param losses of the terms
   * @param first values of the same at the start
   * @param gradients g, what is measured of the gradient of each term before its weight
   */
  public Value of(double[] weights, double[] losses, double[] first, double[] gradients) {
    return of(weights, losses, first, gradients, ALL);
  }

  /**
   * The loss of the weights where some of the terms are left out: they count in no mean, and no
   * rule looks at them.
   *
   * @param present numbers of the terms that there are
   */
  public Value of(
      double[] weights, double[] losses, double[] first, double[] gradients, Set<Integer> present) {
    double[] gradient = new double[weights.length];
    double loss = 0;
    for (int[] all : GROUPS) {
      int[] group = Arrays.stream(all).filter(present::contains).toArray();
      double ratio =
          Arrays.stream(group).mapToDouble(i -> losses[i] / first[i]).average().orElse(0);
      double mean =
          Arrays.stream(group).mapToDouble(i -> weights[i] * gradients[i]).average().orElse(0);
      for (int i : group) {
        double wanted = mean * Math.pow(losses[i] / first[i] / ratio, alpha);
        double excess = weights[i] * gradients[i] - wanted;
        loss += BALANCE * Math.abs(excess);
        gradient[i] += BALANCE * sign(excess) * gradients[i];
      }
    }
    if (present.containsAll(List.of(0, DISTILLATION))) {
      double share = (double) novel / oldOutputs;
      double unbalanced = weights[0] - share * weights[DISTILLATION];
      loss += gamma * Math.abs(unbalanced);
      gradient[0] += gamma * sign(unbalanced);
      gradient[DISTILLATION] -= gamma * share * sign(unbalanced);
    }
    for (int i = FIRST_LAYER; i < LAST_LAYER; i++) {
      if (!present.containsAll(List.of(i, i + 1))) {
        continue;
      }
      double missing = STEPWISE * weights[i] - weights[i + 1];
      if (missing > 0) {
        loss += beta * missing;
        gradient[i] += beta * STEPWISE;
        gradient[i + 1] -= beta;
      }
    }
    return new Value(loss, gradient);
  }

  /** 0 of NaN, as in the official code, which loses the equilibrium of such a group. */
  private static double sign(double x) {
    return Double.isNaN(x) ? 0 : Math.signum(x);
  }

  /** The same weights with a mean of 1, as they are after each epoch. */
  public static double[] normalized(double[] weights) {
    double mean = Arrays.stream(weights).average().orElseThrow();
    return Arrays.stream(weights).map(weight -> weight / mean).toArray();
  }
}
