// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.List;
import java.util.Map;
import org.ciss4j.common.Seeds;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a learner of a step is made from.
 *
 * @param scenario all steps that are trained
 * @param step the one to learn
 * @param network what the user has chosen
 * @param layout classifiers of the network that the step leaves behind
 * @param before classifiers of the network that the step before left behind; null in the base step
 * @param mode how the network runs in training
 * @param parameters as the step before left them, or what the base step starts from; a learner may
 *     train these very arrays
 * @param inherited what the learner of the step before has passed on; empty in the base step. It is
 *     freed when the step ends
 * @param training how the user wants steps to be optimised
 * @param data the images of the step
 * @param seeds root of all that is random in the step
 */
public record StepContext(
    Scenario scenario,
    Step step,
    Network network,
    HeadLayout layout,
    @Nullable HeadLayout before,
    Mode mode,
    Parameters parameters,
    Map<String, INDArray> inherited,
    Training training,
    StepData data,
    Seeds seeds) {

  /** The same with other classifiers on the network in training. */
  public StepContext withLayout(HeadLayout other) {
    return new StepContext(
        scenario, step, network, other, before, mode, parameters, inherited, training, data, seeds);
  }

  /** The same with another network in training, and other classifiers on it and before. */
  StepContext with(HeadLayout other, @Nullable HeadLayout otherBefore, Parameters network) {
    return new StepContext(
        scenario,
        step,
        this.network,
        other,
        otherBefore,
        mode,
        network,
        inherited,
        training,
        data,
        seeds);
  }

  /** Of the base step of a scenario with all classes that came before, on other images. */
  public StepContext ofOldClasses(HeadLayout classifiers, StepData images) {
    return new StepContext(
        scenario,
        new Step(0, List.of(), step.oldClasses(), step.newClasses()),
        network,
        classifiers,
        null,
        mode,
        parameters,
        Map.of(),
        training,
        images,
        seeds.child("old"));
  }

  /** The learning rate of each iteration, as the user wants it. */
  public LearningRate rate() {
    return new LearningRate(
        step.isBase() ? training.learningRate() : training.laterLearningRate(),
        (long) training.epochs(step.isBase()) * data.batchesPerEpoch(),
        training.power(),
        training.warmUp());
  }
}
