// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.own;

import java.util.List;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.LossTerms;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.method.Method;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.SigmoidDecision;
import org.ciss4j.scenario.Step;

/**
 * A method of one's own: fine-tuning with KD, after each step of which the parameters are averaged
 * with those before it.
 *
 * @param share of the parameters before
 */
public record Averaged(double share) implements Method {
  @Override
  public String name() {
    return "averaged";
  }

  @Override
  public List<LossTerm> lossTerms(Step step) {
    LossTerm mbce = LossTerms.mbce(1, 2);
    return step.isBase() ? List.of(mbce) : List.of(mbce, LossTerms.kd(5));
  }

  @Override
  public StepLearner learner(StepContext context) {
    if (context.step().isBase()) {
      return Method.super.learner(context);
    }
    Parameters before = context.parameters().copy(0);
    return Method.super.learner(context).finishedBy(trained -> averaged(trained, before));
  }

  private Parameters averaged(Parameters trained, Parameters before) {
    before.arrays().entrySet().stream()
        .filter(old -> old.getValue().dataType().isFPType())
        .forEach(old -> trained.get(old.getKey()).muli(1 - share).addi(old.getValue().muli(share)));
    return trained;
  }

  @Override
  public Decision decision() {
    return new SigmoidDecision(0.5);
  }
}
