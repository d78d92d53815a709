// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.ResNet;
import org.ciss4j.graph.option.SignRule;
import org.ciss4j.learn.ParameterGroup;
import org.ciss4j.method.label.Decision;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;

/**
 * All that a method has to do with the base step, in a scenario of one class after the other: equal
 * ones leave the same network and the same scores behind. Loss terms that are made by one factory,
 * of no value but their weight, are equal; others never are, as nobody can look into them.
 */
record BaseStepTraining(
    List<Integer> stepSizes,
    HeadLayout layout,
    Mode mode,
    List<LossTerm> terms,
    boolean completesLabels,
    List<ParameterGroup> groups,
    SignRule signRule,
    Decision decision) {
  private static final Scenario SMALL =
      Scenario.parse("1-1", new LabelSpace("small", List.of("background", "old", "new")));

  /** One of each kind. */
  private static final List<String> TRAINABLE =
      List.of(
          "backbone.conv1.weight",
          "backbone.bn1.weight",
          "backbone.bn1.bias",
          "backbone.layer1.0.conv1.weight",
          "backbone.layer4.0.conv1.weight",
          "aspp.project.0.weight",
          "aspp.project.1.bias",
          HeadLayout.classifierName(0) + ".weight",
          HeadLayout.classifierName(0) + ".bias");

  private static final double WEIGHT_DECAY = 1e-4;

  static BaseStepTraining of(Method method) {
    Scenario trained = method.trained(SMALL);
    Step base = trained.get(0);
    HeadLayout layout = method.headLayout(trained, base);
    return new BaseStepTraining(
        trained.stepSizes(),
        layout,
        method.mode(base),
        method.lossTerms(base),
        method.pseudoLabels(base, layout).isPresent(),
        method.parameterGroups(
            base, layout, method.unfrozen(base, ResNet.tiny(), TRAINABLE), WEIGHT_DECAY),
        method.signRule(),
        method.decision());
  }
}
