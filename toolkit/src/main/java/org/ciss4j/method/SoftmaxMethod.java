// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.graph.model.ClassifierInit;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.learn.ParameterGroup;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.SoftmaxDecision;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;

/**
 * What the methods have in common whose networks have a background channel and label each pixel
 * with the most probable output: MiB, those that are compared with it, and its descendants. All but
 * {@link LwfMc} learn the base step with plain cross-entropy, so that they can share it.
 */
public interface SoftmaxMethod extends Method {
  /** Learning rate of ASPP and classifiers, as a multiple of the backbone's. */
  double headFactor();

  /**
   * Whether normalisations are frozen in later steps, as in the code of DKD; in that of MiB they
   * follow the batches in all steps.
   */
  boolean freezeBn();

  /** The terms of the base step. */
  default List<LossTerm> baseTerms() {
    return List.of(SoftmaxTerms.crossEntropy(1));
  }

  /** The terms of a later step. */
  List<LossTerm> laterTerms(Step step);

  /**
   * By how much terms weigh more the more there is to keep and the fewer classes are new: {@code
   * sqrt(K / n)} of K outputs so far, the background's among them, and n new classes.
   */
  static double growth(Step step) {
    return Math.sqrt((step.seenClasses().size() + 1.0) / step.newClasses().size());
  }

  @Override
  default List<LossTerm> lossTerms(Step step) {
    return step.isBase()
        ? baseTerms()
        : laterTerms(step).stream().filter(term -> term.weight() > 0).toList();
  }

  @Override
  default HeadLayout headLayout(Scenario scenario, Step step) {
    return Method.super.headLayout(scenario, step).withBackground();
  }

  @Override
  default Mode mode(Step step) {
    if (step.isBase()) {
      return Mode.BASE_STEP;
    }
    return freezeBn() ? Mode.LATER_STEP : new Mode(true, 0);
  }

  @Override
  default List<ParameterGroup> parameterGroups(
      Step step, HeadLayout layout, List<String> trainable, double weightDecay) {
    return ParameterGroup.uniform(trainable, headFactor(), weightDecay);
  }

  /** Whether the classifier of new classes starts from the background's. */
  default boolean init() {
    return false;
  }

  @Override
  default void initializeNewClassifiers(Parameters parameters, HeadLayout layout) {
    if (init()) {
      ClassifierInit.fromBackground(parameters, layout);
    }
  }

  /** Whether all that counts in the base step is the same: terms with weights, rates, modes. */
  @Override
  default boolean sharesBaseStep(Method other) {
    return equals(other)
        || (other instanceof SoftmaxMethod
            && BaseStepTraining.of(this).equals(BaseStepTraining.of(other)));
  }

  @Override
  default Decision decision() {
    return new SoftmaxDecision();
  }
}
