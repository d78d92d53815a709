// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.batch.Crop;
import org.ciss4j.data.batch.EvaluationBatches;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.scenario.Step;
import org.ciss4j.train.evaluate.Evaluator;
import org.ciss4j.train.evaluate.TestTimeAugmentation;

/**
 * Scores the network of a step.
 *
 * @param experiment says how
 * @param images what is scored
 * @param shown how the network is shown each image
 * @param listener told of batches
 */
record StepScorer(
    Experiment experiment, StepImages images, TestTimeAugmentation shown, RunListener listener) {

  /** With each image shown as it is. */
  StepScorer(Experiment experiment, StepImages images, RunListener listener) {
    this(experiment, images, TestTimeAugmentation.NONE, listener);
  }

  /**
   * Checks that there is something to score a step on.
   *
   * @throws CissException of kind usage if there is not
   */
  void requireImages(Step step) {
    if (ids(step).isEmpty()) {
      boolean heldOut = experiment.evaluation().onHeldOut();
      throw CissException.usage(
          "step %d of %s has no %s: none shows %s; use another scenario or %s",
          step.index(),
          experiment.scenario().name(),
          heldOut ? "held-out image" : "test image",
          experiment.names(step.seenClasses()),
          heldOut ? "fraction" : "test list");
    }
  }

  /**
   * Scores the network that these parameters are.
   *
   * @throws CissException of kind usage if there is no image
   */
  StepResult score(Step step, Parameters parameters) {
    if (step.index() >= experiment.learnt()) {
      requireImages(step);
    }
    return score(step, parameters, ids(step));
  }

  /**
   * The same on these images.
   *
   * @param ids none for a step that was learnt elsewhere, of classes that are not here
   */
  StepResult score(Step step, Parameters parameters, List<String> ids) {
    ConfusionMatrix confusion =
        ids.isEmpty()
            ? new ConfusionMatrix(experiment.layout(step).classes() + 1)
            : confusion(step, parameters, ids);
    Scores scores =
        Scores.of(
            confusion,
            experiment.scenario().baseClasses().size(),
            experiment.evaluation().protocol());
    return new StepResult(
        step.index(),
        experiment.names(step.newClasses()),
        step.index() < experiment.learnt() ? 0 : images.training(step).size(),
        ids.size(),
        confusion,
        scores);
  }

  private ConfusionMatrix confusion(Step step, Parameters parameters, List<String> ids) {
    try (Evaluator evaluator =
        new Evaluator(
                experiment.network(),
                experiment.layout(step),
                parameters,
                experiment.method().decision(step))
            .with(shown)) {
      return evaluator.evaluate(
          batches(step, ids, evaluator),
          (done, total) -> listener.on(new RunEvent.Evaluated(step.index(), done, total)));
    }
  }

  private EvaluationBatches batches(Step step, List<String> ids, Evaluator evaluator) {
    boolean full = experiment.evaluation().region() == EvaluationConfig.Region.FULL;
    return new EvaluationBatches(
        experiment.dataset(),
        ids,
        images.view(step),
        experiment.evaluation().protocol().futureLabel(),
        full ? Crop.none() : Crop.center(experiment.training().crop()),
        experiment.loading(full ? 1 : experiment.evaluationBatch()),
        full ? evaluator.maxPixels() : Long.MAX_VALUE);
  }

  /** The images that a step is scored on. */
  List<String> ids(Step step) {
    return experiment.evaluation().onHeldOut() ? images.heldOutSoFar(step) : images.test(step);
  }
}
