// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.scenario.Step;

/**
 * Learning without Forgetting (Li and Hoiem, ECCV 2016) as MiB's paper compares with it: {@code L =
 * CE + kd KD}, the distillation over the old outputs alone. The labels call old classes background,
 * which CE believes.
 *
 * @param kd weight of the distillation, whose loss is a mean over old outputs
 * @param alpha factor of the teacher's logits before their softmax
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 * @param freezeBn whether normalisations are frozen in later steps
 */
public record Lwf(double kd, double alpha, double headFactor, boolean freezeBn)
    implements SoftmaxMethod {

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Lwf {
    Ranges.atLeastZero("kd", kd);
    Ranges.positive("alpha", alpha);
    Ranges.positive("headFactor", headFactor);
  }

  /** As in the code of MiB. */
  public static Lwf standard() {
    return new Lwf(100, 1, 1, false);
  }

  @Override
  public String name() {
    return "lwf";
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    return List.of(SoftmaxTerms.crossEntropy(1), SoftmaxTerms.kd(kd, alpha));
  }
}
