// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.nio.file.Path;
import java.util.function.Function;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.method.Method;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.Step;
import org.ciss4j.train.evaluate.TestTimeAugmentation;
import org.jspecify.annotations.Nullable;

/**
 * Scores networks that are stored. Changes nothing on disk.
 *
 * @param shown how a network is shown each image
 * @param listener told of images
 */
public record Scoring(TestTimeAugmentation shown, RunListener listener) {

  /** With each image shown as it is. */
  public Scoring(RunListener listener) {
    this(TestTimeAugmentation.NONE, listener);
  }

  /**
   * Scores a step of a run again.
   *
   * @param config of the run, whose data may have moved and may be scored otherwise
   * @param step the step; null for the last one that is done
   * @throws CissException if the run has no such step
   */
  public StepResult of(RunDirectory run, RunConfig config, @Nullable Integer step) {
    RunClasses.require(run, config, Experiment.dataset(config).labelSpace());
    return of(Experiment.of(config), run, step);
  }

  /**
   * The same of a run of a method of one's own.
   *
   * @throws CissException of kind usage also if the run was trained with another method
   */
  public StepResult of(RunDirectory run, Method method, int step) {
    RunConfig config = run.config();
    MethodConfigs.require(method, config.method());
    return of(Experiment.of(config, method), run, step);
  }

  /**
   * The same with objects of one's own.
   *
   * @param experiment what the run was trained as
   */
  public StepResult of(Experiment experiment, RunDirectory run, @Nullable Integer step) {
    int wanted =
        Checkpoints.requireDone(run, step == null ? run.result().steps().size() - 1 : step);
    RunClasses.require(run, run.config(), experiment.dataset().labelSpace());
    Step trained = experiment.trained().get(wanted);
    return untilInterrupted(
        heard -> {
          Parameters parameters =
              Fit.load(run, wanted, experiment.network(), experiment.layout(trained));
          return score(experiment, trained, parameters, heard);
        });
  }

  /**
   * Scores a network of a weights file, such as a checkpoint of the official code.
   *
   * @param experiment what the network was trained for, and the data to score it on
   * @param step the step it was trained to
   * @throws CissException of kind usage if the file is not of such a network
   */
  public StepResult of(Experiment experiment, Path weights, int step) {
    int steps = experiment.trained().stepCount();
    if (step < 0 || step >= steps) {
      throw CissException.usage(
          "%s has no step %d; it has 0 to %d", experiment.scenario().name(), step, steps - 1);
    }
    Step wanted = experiment.trained().get(step);
    return untilInterrupted(
        heard -> {
          Parameters parameters =
              new InitialWeights(weights, false)
                  .trained(experiment.network(), experiment.layout(wanted), heard);
          return score(experiment, wanted, parameters, heard);
        });
  }

  private StepResult score(
      Experiment experiment, Step step, Parameters parameters, RunListener heard) {
    Preflight.data(experiment, heard);
    return new StepScorer(experiment, experiment.images(), shown, heard).score(step, parameters);
  }

  /** Nothing is lost by stopping an evaluation but its result. */
  private StepResult untilInterrupted(Function<RunListener, StepResult> work) {
    try {
      return work.apply(new StopSignal().heardBy(listener));
    } catch (Stopped e) {
      throw CissException.failure("stopped before all images were scored; nothing was written");
    }
  }
}
