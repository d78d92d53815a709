// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.own;

import java.util.List;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.method.Method;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.SoftmaxDecision;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;

/** A method of one's own without any gradient: each pixel is of the class whose mean is nearest. */
public record ClassMeans() implements Method {
  @Override
  public String name() {
    return "class-means";
  }

  @Override
  public List<LossTerm> lossTerms(Step step) {
    return List.of();
  }

  @Override
  public HeadLayout headLayout(Scenario scenario, Step step) {
    return Method.super.headLayout(scenario, step).withBackground();
  }

  @Override
  public StepLearner learner(StepContext context) {
    return new ClassMeansLearner(context);
  }

  @Override
  public Decision decision() {
    return new SoftmaxDecision();
  }
}
