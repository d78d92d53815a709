// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.graph.model.Endpoint;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One term of a training objective.
 *
 * @param name short name as in the paper: {@code mbce}, {@code kd}
 * @param weight factor in the objective, at least 0
 * @param needs outputs that the term reads, of the previous step's network, and stages of the one
 *     in training; empty if none
 * @param body the scalar as a function of the tensors of one batch
 */
public record LossTerm(
    String name, double weight, List<Need> needs, Function<LossInputs, SDVariable> body) {

  /**
   * Checks the weight.
   *
   * @throws IllegalArgumentException if the weight is negative or not finite
   */
  public LossTerm {
    needs = List.copyOf(needs);
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException(
          "expected a weight of at least 0 for loss term " + name + ", got " + weight);
    }
  }

  /**
   * A term that reads the teacher on the images as they are, if at all.
   *
   * @param compared outputs that it reads of the teacher; stages among them of both networks
   */
  public LossTerm(
      String name, double weight, Set<Endpoint> compared, Function<LossInputs, SDVariable> body) {
    this(
        name,
        weight,
        Stream.concat(
                compared.stream().map(Need::ofTeacher), compared.stream().map(Need::ofStudent))
            .toList(),
        body);
  }

  /** Outputs of the previous step's network that the term reads, whatever that is shown. */
  public Set<Endpoint> teacherEndpoints() {
    return needs.stream()
        .filter(need -> need.source() == Need.Source.TEACHER)
        .map(Need::endpoint)
        .collect(Collectors.toUnmodifiableSet());
  }
}
