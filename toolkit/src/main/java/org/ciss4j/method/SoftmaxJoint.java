// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;

/**
 * All classes at once from all labels, with a background channel: the upper bound of MiB and its
 * relatives; {@link Joint} is that of DKD. Its scores are grouped by the scenario's base and novel
 * classes.
 *
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 */
public record SoftmaxJoint(double headFactor) implements SoftmaxMethod {

  /**
   * Checks the range.
   *
   * @throws CissException of kind usage if the factor is out of range
   */
  public SoftmaxJoint {
    Ranges.positive("headFactor", headFactor);
  }

  /** As in the code of MiB. */
  public static SoftmaxJoint standard() {
    return new SoftmaxJoint(1);
  }

  @Override
  public String name() {
    return "joint-softmax";
  }

  @Override
  public boolean freezeBn() {
    return false;
  }

  @Override
  public Scenario trained(Scenario scenario) {
    return scenario.joint();
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    return baseTerms();
  }
}
