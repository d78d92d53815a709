// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.Set;
import java.util.function.Function;
import org.ciss4j.graph.model.Endpoint;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One term of a training objective.
 *
 * @param name short name as in the paper: {@code mbce}, {@code kd}
 * @param weight factor in the objective, at least 0
 * @param teacherEndpoints outputs of the previous step's network that the term reads; empty if none
 * @param body the scalar as a function of the tensors of one batch
 */
public record LossTerm(
    String name,
    double weight,
    Set<Endpoint> teacherEndpoints,
    Function<LossInputs, SDVariable> body) {

  /**
   * Checks the weight.
   *
   * @throws IllegalArgumentException if the weight is negative or not finite
   */
  public LossTerm {
    teacherEndpoints = Set.copyOf(teacherEndpoints);
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException(
          "expected a weight of at least 0 for loss term " + name + ", got " + weight);
    }
  }
}
