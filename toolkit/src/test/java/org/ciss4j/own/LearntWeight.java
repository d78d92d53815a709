// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.own;

import java.util.List;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.LossTerms;
import org.ciss4j.graph.loss.Need;
import org.ciss4j.graph.loss.View;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.learn.GradientLearner;
import org.ciss4j.learn.StepContext;
import org.ciss4j.method.Method;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.SigmoidDecision;
import org.ciss4j.scenario.Step;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A method of one's own: features are to stay what the teacher sees where the new classes are
 * blanked, with a weight that is learnt.
 */
public record LearntWeight() implements Method {
  private static final View BLANKED = View.named("blanked", LearntWeight::blanked);

  private static INDArray blanked(INDArray image, INDArray label) {
    INDArray old = label.lt(1).castTo(DataType.FLOAT);
    return image.mul(old.reshape(image.size(0), 1, image.size(2), image.size(3)));
  }

  @Override
  public String name() {
    return "learnt-weight";
  }

  @Override
  public List<LossTerm> lossTerms(Step step) {
    LossTerm mbce = LossTerms.mbce(1, 2);
    return step.isBase() ? List.of(mbce) : List.of(mbce, features());
  }

  private static LossTerm features() {
    return new LossTerm(
        "features",
        1,
        List.of(Need.ofTeacher(BLANKED, Endpoint.FEATURES)),
        inputs ->
            inputs
                .ops()
                .meanSquaredDistance(
                    inputs.student(Endpoint.FEATURES), inputs.teacher(BLANKED, Endpoint.FEATURES)));
  }

  @Override
  public GradientLearner.Plan plan(StepContext context) {
    return Method.super.plan(context).withWeights(new Uncertainty(context.inherited()));
  }

  @Override
  public Decision decision() {
    return new SigmoidDecision(0.5);
  }
}
