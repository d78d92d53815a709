// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.LossTerms;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.method.label.SigmoidDecision;
import org.ciss4j.scenario.Step;

/**
 * Trains each step on its labels as they are and does nothing against forgetting: the lower bound.
 * Its labels show new classes only, so the old classifiers are told that what they know is
 * background.
 *
 * @param posWeight weight of positive pixels in the base step
 * @param laterPosWeight weight of positive pixels in later steps
 * @param tau probability above which a pixel is a class
 */
public record FineTuning(double posWeight, double laterPosWeight, double tau) implements Method {

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public FineTuning {
    Ranges.positive("posWeight", posWeight);
    Ranges.positive("laterPosWeight", laterPosWeight);
    Ranges.probability("tau", tau);
  }

  /** With the positive weights of DKD on PASCAL VOC. */
  public static FineTuning standard() {
    return new FineTuning(2, 1, 0.5);
  }

  @Override
  public String name() {
    return "fine-tuning";
  }

  @Override
  public List<LossTerm> lossTerms(Step step) {
    return List.of(LossTerms.mbceOfAllClasses(1, step.isBase() ? posWeight : laterPosWeight));
  }

  /** AC, which DKD adds, trains the auxiliary classifier alone, and nothing here uses it. */
  @Override
  public boolean sharesBaseStep(Method other) {
    return other instanceof FineTuning same
        ? same.posWeight == posWeight && same.tau == tau
        : other instanceof Dkd dkd && dkd.posWeight() == posWeight && dkd.tau() == tau;
  }

  @Override
  public Decision decision() {
    return new SigmoidDecision(tau);
  }
}
