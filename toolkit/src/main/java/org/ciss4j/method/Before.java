// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.Optional;
import org.ciss4j.graph.model.HeadChange;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.TakeOver;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.SigmoidDecision;
import org.ciss4j.scenario.Step;

/**
 * Who learnt the step that another method goes on from.
 *
 * @param method the method
 * @param step the step
 * @param layout the classifiers that it left behind
 */
public record Before(Method method, Step step, HeadLayout layout) {
  /** Shares of pixels times this are logits. */
  private static final double LOGITS_PER_SHARE = 8;

  /**
   * Puts the answers of the network in the way of another method.
   *
   * @param wanted its classifiers
   * @param decision how it decides
   * @return empty if that is how they are put
   */
  Optional<TakeOver> put(StepContext context, HeadLayout wanted, Decision decision) {
    boolean auxiliary = hasAuxiliary();
    double scale = method.answersInShares() ? LOGITS_PER_SHARE : 1;
    if (wanted.equals(layout) && scale == 1 && (wanted.background() || auxiliary)) {
      return Optional.empty();
    }
    Decision own = layout.background() ? decision : method.decision(step);
    double threshold = own instanceof SigmoidDecision sigmoid ? logit(sigmoid.threshold()) : 0;
    HeadChange change = new HeadChange(layout, wanted, threshold, scale);
    return Optional.of(
        new TakeOver(
            change.of(context.parameters(), auxiliary, context.seeds().child("init").value()),
            context.inherited()));
  }

  /** Whether it has trained an auxiliary classifier. */
  private boolean hasAuxiliary() {
    return !layout.background()
        && method.lossTerms(step).stream().anyMatch(term -> term.name().equals("ac"));
  }

  private static double logit(double probability) {
    return Math.log(probability / (1 - probability));
  }
}
