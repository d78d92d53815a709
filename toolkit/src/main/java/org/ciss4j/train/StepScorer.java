// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.List;
import org.ciss4j.data.Crop;
import org.ciss4j.data.EvaluationBatches;
import org.ciss4j.data.Loading;
import org.ciss4j.data.StepImages;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.EvaluationConfig;
import org.ciss4j.result.StepResult;
import org.ciss4j.scenario.Step;

/**
 * Scores the network of a step.
 *
 * @param experiment says how
 * @param images what is scored
 * @param listener told of batches
 */
record StepScorer(Experiment experiment, StepImages images, RunListener listener) {

  /** Scores the network that these parameters are. */
  StepResult score(Step step, Parameters parameters) {
    EvaluationBatches batches = batches(step);
    Evaluator evaluator =
        new Evaluator(
            experiment.network(),
            experiment.layout(step),
            parameters,
            experiment.method().decision());
    ConfusionMatrix confusion =
        evaluator.evaluate(
            batches,
            (done, total) -> listener.on(new RunEvent.Evaluated(step.index(), done, total)));
    Scores scores =
        Scores.of(
            confusion,
            experiment.scenario().baseClasses().size(),
            experiment.evaluation().protocol());
    return new StepResult(
        step.index(),
        experiment.names(step.newClasses()),
        images.training(step).size(),
        ids(step).size(),
        confusion,
        scores);
  }

  private EvaluationBatches batches(Step step) {
    boolean full = experiment.evaluation().region() == EvaluationConfig.Region.FULL;
    return new EvaluationBatches(
        experiment.dataset(),
        ids(step),
        images.view(step),
        experiment.evaluation().protocol().futureLabel(),
        full ? Crop.none() : Crop.center(experiment.training().crop()),
        Loading.of(full ? 1 : experiment.evaluationBatch()));
  }

  /** The images that a step is scored on. */
  List<String> ids(Step step) {
    return experiment.evaluation().onHeldOut() ? images.heldOutSoFar(step) : images.test(step);
  }
}
