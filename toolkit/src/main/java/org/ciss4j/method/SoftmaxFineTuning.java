// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.scenario.Step;

/**
 * Fine-tuning with a background channel: cross-entropy of each step's labels as they are, and
 * nothing against forgetting. The lower bound of MiB and its relatives; {@link FineTuning} is that
 * of DKD.
 *
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 * @param freezeBn whether normalisations are frozen in later steps
 */
public record SoftmaxFineTuning(double headFactor, boolean freezeBn) implements SoftmaxMethod {

  /**
   * Checks the range.
   *
   * @throws CissException of kind usage if the factor is out of range
   */
  public SoftmaxFineTuning {
    Ranges.positive("headFactor", headFactor);
  }

  /** As in the code of MiB. */
  public static SoftmaxFineTuning standard() {
    return new SoftmaxFineTuning(1, false);
  }

  @Override
  public String name() {
    return "fine-tuning-softmax";
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    return baseTerms();
  }
}
