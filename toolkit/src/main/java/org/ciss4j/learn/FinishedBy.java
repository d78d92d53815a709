// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.function.UnaryOperator;
import org.ciss4j.graph.model.Parameters;

/** A learner whose network is changed after the last batch. */
final class FinishedBy extends ForwardingLearner {
  private final UnaryOperator<Parameters> change;

  FinishedBy(StepLearner learner, UnaryOperator<Parameters> change) {
    super(learner);
    this.change = change;
  }

  @Override
  public Parameters finish() {
    return change.apply(super.finish());
  }
}
