// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.List;
import java.util.Set;
import org.ciss4j.graph.model.Endpoint;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * How far what a network says of the old classes has moved from what its teacher says: the curves
 * of Figure 5 of DKD's paper. To be watched; nothing is learnt from it.
 *
 * <p>At each position of the feature map the scores of all old classes are a vector; the value is
 * the Euclidean norm of the difference of two such vectors, {@code ||z_t - z_(t-1)||}, as a mean
 * over images and positions. {@code z = z+ + z-} is a logit without its bias.
 */
public final class Drift {
  /** Name of the movement of positive reasoning scores. */
  public static final String POSITIVE = "drift_pos";

  /** Name of the movement of negative reasoning scores. */
  public static final String NEGATIVE = "drift_neg";

  /** Name of the movement of their sums. */
  public static final String SUM = "drift";

  private static final Set<Endpoint> SCORES = Set.of(Endpoint.POSITIVE, Endpoint.NEGATIVE);

  private Drift() {}

  /**
   * What can be watched beside these terms: all three where one of them reads the teacher, which is
   * there then; else nothing.
   */
  public static List<LossTerm> beside(List<LossTerm> terms) {
    if (terms.stream().allMatch(term -> term.teacherEndpoints().isEmpty())) {
      return List.of();
    }
    return List.of(
        new LossTerm(POSITIVE, 0, SCORES, inputs -> norm(positive(inputs))),
        new LossTerm(NEGATIVE, 0, SCORES, inputs -> norm(negative(inputs))),
        new LossTerm(SUM, 0, SCORES, inputs -> norm(positive(inputs).add(negative(inputs)))));
  }

  /** {@code [N, C, h, w]}. */
  private static SDVariable positive(LossInputs inputs) {
    return inputs.student(Endpoint.OLD_POSITIVE).sub(inputs.teacher(Endpoint.POSITIVE));
  }

  private static SDVariable negative(LossInputs inputs) {
    return inputs.student(Endpoint.OLD_NEGATIVE).sub(inputs.teacher(Endpoint.NEGATIVE));
  }

  private static SDVariable norm(SDVariable difference) {
    SDVariable squares = difference.mul(difference).sum(1);
    return squares.getSameDiff().math().sqrt(squares).mean();
  }
}
