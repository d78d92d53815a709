// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.learn.ParameterGroup;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.scenario.Step;

/**
 * The base step's network with a new classifier per step, and nothing else that is trained: what
 * every method should beat, and not every method does (DFT* of the RevisitingCSS project). Plain
 * cross-entropy; old classifiers, the background's and all features stay as they are, to the last
 * bit.
 *
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 */
public record Frozen(double headFactor) implements SoftmaxMethod {

  /**
   * Checks the range.
   *
   * @throws CissException of kind usage if the factor is out of range
   */
  public Frozen {
    Ranges.positive("headFactor", headFactor);
  }

  /** With the learning rates of MiB's code in the base step, which can so be shared. */
  public static Frozen standard() {
    return new Frozen(1);
  }

  @Override
  public String name() {
    return "frozen";
  }

  @Override
  public boolean freezeBn() {
    return true;
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    return baseTerms();
  }

  @Override
  public List<ParameterGroup> parameterGroups(
      Step step, HeadLayout layout, List<String> trainable, double weightDecay) {
    if (step.isBase()) {
      return SoftmaxMethod.super.parameterGroups(step, layout, trainable, weightDecay);
    }
    String newest = HeadLayout.classifierName(step.index()) + ".";
    List<String> ofNewest = trainable.stream().filter(name -> name.startsWith(newest)).toList();
    return ParameterGroup.uniform(ofNewest, headFactor, weightDecay);
  }
}
