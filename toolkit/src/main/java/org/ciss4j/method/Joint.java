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
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;

/**
 * Trains all classes at once from all labels: the upper bound. Its scores are grouped by the
 * scenario's base and novel classes.
 *
 * @param posWeight weight of positive pixels
 * @param tau probability above which a pixel is a class
 */
public record Joint(double posWeight, double tau) implements Method {

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Joint {
    Ranges.positive("posWeight", posWeight);
    Ranges.probability("tau", tau);
  }

  /** With the positive weight of DKD's base step on PASCAL VOC. */
  public static Joint standard() {
    return new Joint(2, 0.5);
  }

  @Override
  public String name() {
    return "joint";
  }

  @Override
  public Scenario trained(Scenario scenario) {
    return scenario.joint();
  }

  @Override
  public List<LossTerm> lossTerms(Step step) {
    return List.of(LossTerms.mbce(1, posWeight));
  }

  @Override
  public Decision decision() {
    return new SigmoidDecision(tau);
  }
}
