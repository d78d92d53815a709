// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ciss4j.data.Crop;
import org.ciss4j.data.EvaluationBatches;
import org.ciss4j.data.Loading;
import org.ciss4j.data.Replay;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.TrainingBatches;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.weights.Safetensors;
import org.ciss4j.graph.weights.WeightsFormatException;
import org.ciss4j.method.Method;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.EvaluationConfig;
import org.ciss4j.result.RunConfig;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.Training;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.Seeds;
import org.ciss4j.scenario.Step;
import org.jspecify.annotations.Nullable;

/**
 * Trains a scenario step after step, scores each step, and keeps the results in a run directory.
 */
public final class ScenarioRunner {
  private final Experiment experiment;
  private final RunDirectory directory;
  private final RunListener listener;
  private final Seeds seeds;
  private final StepImages images;
  private final ReplayMemory memory;

  /** Names of the parameters that came from a weights file. */
  private final List<String> loaded;

  private ScenarioRunner(
      Experiment experiment, RunDirectory directory, List<String> loaded, RunListener listener) {
    this.experiment = experiment;
    this.loaded = loaded;
    this.directory = directory;
    this.listener = listener;
    this.seeds = new Seeds(experiment.seed());
    this.images = experiment.images();
    this.memory = new ReplayMemory(experiment, images, directory, listener);
  }

  /**
   * Trains all steps of a scenario.
   *
   * @param out folder of the run, empty or missing
   * @throws CissException if the configuration, the data or the folder is unfit; as far as that can
   *     be known, before training
   */
  public static RunResult train(RunConfig config, Path out, RunListener listener) {
    return train(Experiment.of(config), config, out, listener);
  }

  /**
   * As {@link #train(RunConfig, Path, RunListener)}, with objects of one's own.
   *
   * @param config what the run directory says of the experiment
   */
  public static RunResult train(
      Experiment experiment, RunConfig config, Path out, RunListener listener) {
    RunDirectory.requireFree(out);
    InitialWeights.Start start = start(experiment, listener);
    requireNormalisations(experiment, start.loaded());
    checkData(experiment, listener);
    ScenarioRunner runner =
        new ScenarioRunner(experiment, new RunDirectory(out), start.loaded(), listener);
    runner.requireImages();
    runner.requireBatches();
    RunDirectory.create(out, config, experiment.channelNames());
    if (start.origin() != null) {
      runner.directory.write(start.origin());
    }
    runner.trainAll(start.parameters());
    return runner.directory.result();
  }

  /**
   * Scores a step of a finished run again, from the network on disk. Changes nothing on disk.
   *
   * @param step the step; null for the last one that is done
   * @throws CissException if the run has no such step
   */
  public static StepResult evaluate(
      RunDirectory directory, @Nullable Integer step, RunListener listener) {
    return evaluate(directory, directory.config(), step, listener);
  }

  /**
   * The same with another configuration than the run was trained with, for data that has moved.
   *
   * @throws CissException if the run has no such step
   */
  public static StepResult evaluate(
      RunDirectory directory, RunConfig config, @Nullable Integer step, RunListener listener) {
    return evaluate(Experiment.of(config), directory, step, listener);
  }

  /**
   * The same with objects of one's own.
   *
   * @param experiment what the run was trained as
   */
  public static StepResult evaluate(
      Experiment experiment, RunDirectory directory, @Nullable Integer step, RunListener listener) {
    int wanted =
        requireStep(directory, step == null ? directory.result().steps().size() - 1 : step);
    checkData(experiment, listener);
    ScenarioRunner runner = new ScenarioRunner(experiment, directory, List.of(), listener);
    return runner.score(experiment.trained().get(wanted), load(directory, wanted));
  }

  /**
   * Scores a network of a weights file, such as a checkpoint of the official code. Changes nothing
   * on disk.
   *
   * @param config what the network was trained for, and the data to score it on
   * @param step the step it was trained to
   * @throws CissException of kind usage if the file is not of such a network
   */
  public static StepResult evaluate(
      RunConfig config, Path weights, int step, RunListener listener) {
    Experiment experiment = Experiment.of(config);
    int steps = experiment.trained().stepCount();
    if (step < 0 || step >= steps) {
      throw CissException.usage(
          "%s has no step %d; it has 0 to %d", experiment.scenario().name(), step, steps - 1);
    }
    Step wanted = experiment.trained().get(step);
    HeadLayout layout = experiment.method().headLayout(experiment.trained(), wanted);
    Parameters parameters =
        new InitialWeights(weights, false).trained(experiment.network(), layout, listener);
    checkData(experiment, listener);
    // Scoring writes nothing; the directory is never made.
    return new ScenarioRunner(experiment, new RunDirectory(weights), List.of(), listener)
        .score(wanted, parameters);
  }

  private static InitialWeights.Start start(Experiment experiment, RunListener listener) {
    long seed = new Seeds(experiment.seed()).child("init").value();
    InitialWeights weights = experiment.model().weights();
    if (weights == null) {
      return InitialWeights.Start.random(seed);
    }
    Step first = experiment.trained().get(0);
    HeadLayout layout = experiment.method().headLayout(experiment.trained(), first);
    return weights.start(experiment.network(), layout, seed, listener);
  }

  private static void checkData(Experiment experiment, RunListener listener) {
    List<Split> splits =
        experiment.evaluation().onHeldOut() ? List.of(Split.TRAIN) : List.of(Split.values());
    for (Split split : splits) {
      experiment
          .dataset()
          .check(
              split,
              (done, total) -> listener.on(new RunEvent.DataChecked(split.name(), done, total)));
    }
  }

  /**
   * The parameters of the network of a step.
   *
   * @throws CissException if the run has no such step, or its file is missing or damaged
   */
  public static Parameters load(RunDirectory directory, int step) {
    Path file = directory.model(requireStep(directory, step));
    try {
      return Parameters.trained(Safetensors.read(file));
    } catch (WeightsFormatException e) {
      throw CissException.failure("%s", e.getMessage()).withCause(e);
    } catch (UncheckedIOException e) {
      throw CissException.failure(
              "%s cannot be read (%s); train again into another folder", file, e.getMessage())
          .withCause(e);
    }
  }

  private static int requireStep(RunDirectory directory, int step) {
    int done = directory.result().steps().size();
    if (step < 0 || step >= done) {
      throw CissException.usage(
          "run %s has no step %d that is done; it has %s",
          directory.root(), step, done == 0 ? "none" : "0 to " + (done - 1));
    }
    return step;
  }

  private void requireImages() {
    for (Step step : experiment.trained()) {
      if (images.training(step).isEmpty()) {
        throw CissException.usage(
            "step %d of %s %s has no training image: none shows %s; use another scenario or"
                + " setting",
            step.index(),
            experiment.scenario().name(),
            experiment.rules().setting().label(),
            names(step.newClasses()));
      }
      if (scoredIds(step).isEmpty()) {
        throw CissException.usage(
            "step %d of %s has no %s: none shows %s; use another scenario or %s",
            step.index(),
            experiment.scenario().name(),
            experiment.evaluation().onHeldOut() ? "held-out image" : "test image",
            names(step.seenClasses()),
            experiment.evaluation().onHeldOut() ? "fraction" : "test list");
      }
    }
  }

  /** Freezing what was drawn at random would leave a network without normalisation. */
  private static void requireNormalisations(Experiment experiment, List<String> loaded) {
    Model model = experiment.model();
    Step first = experiment.trained().get(0);
    if (model.freezeBn() && experiment.mode(first, loaded).frozen().isEmpty()) {
      throw CissException.usage(
          "normalisations can be frozen as a weights file has them, and %s; name a file that has"
              + " some, or leave them free",
          model.weights() == null ? "none is named" : model.weights().file() + " has none");
    }
  }

  /** One image leaves one value per channel behind the pooling of the image. */
  private void requireBatches() {
    for (Step step : experiment.trained()) {
      int count = images.training(step).size();
      boolean single = Math.min(count, experiment.training().batchSize()) == 1;
      if (single && experiment.mode(step, loaded).needsSeveralImages()) {
        throw CissException.usage(
            "step %d would learn from batches of one image, which batch normalisation cannot; use a"
                + " batch size of at least 2 and a data set with more than one image (batch size"
                + " %d, images %d)",
            step.index(), experiment.training().batchSize(), count);
      }
    }
  }

  private List<String> names(List<Integer> classes) {
    return classes.stream().map(experiment.dataset().labelSpace()::nameOf).toList();
  }

  private void trainAll(Parameters parameters) {
    listener.on(
        new RunEvent.RunStarted(
            experiment.trained().steps().stream().map(this::expectedIterations).toList()));
    for (Step step : experiment.trained()) {
      trainStep(step, parameters);
      Safetensors.write(directory.model(step.index()), parameters.arrays(), Map.of("format", "pt"));
      StepResult result = score(step, parameters);
      directory.write(result);
      listener.on(new RunEvent.StepFinished(result));
    }
  }

  private void trainStep(Step step, Parameters parameters) {
    Replay replay = memory.before(step, parameters);
    HeadLayout layout = layout(step);
    SegmentationGraph graph =
        SegmentationGraph.build(
            experiment.network(),
            layout,
            experiment.mode(step, loaded),
            experiment.method().signRule(),
            parameters);
    if (!step.isBase()) {
      experiment.method().initializeNewClassifiers(parameters, layout);
    }
    Training training = experiment.training();
    List<LossTerm> terms = terms(step, replay);
    Objective objective = Objective.of(graph, terms);
    Teacher teacher = objective.teacherEndpoints().isEmpty() ? null : teacher(step, parameters);
    Sgd optimizer =
        new Sgd(
            parameters,
            experiment
                .method()
                .parameterGroups(step, layout, graph.trainable(), training.weightDecay()),
            training.momentum());
    TrainingBatches batches = trainingBatches(step, replay);
    LearningRate rate =
        new LearningRate(
            step.isBase() ? training.learningRate() : training.laterLearningRate(),
            (long) training.epochs() * batches.perEpoch(),
            training.power(),
            training.warmUp());
    listener.on(
        new RunEvent.StepStarted(
            step,
            experiment.trained().stepCount(),
            images.training(step).size(),
            scoredIds(step).size(),
            rate.iterations()));
    run(step, terms, new StepTrainer(batches, teacher, objective, optimizer, rate, seeds(step)));
  }

  private List<LossTerm> terms(Step step, Replay replay) {
    Method method = experiment.method();
    List<LossTerm> ofMemory =
        memory.labelsOldClasses(replay) ? method.memoryTerms(step) : List.of();
    return Stream.concat(method.lossTerms(step).stream(), ofMemory.stream()).toList();
  }

  private void run(Step step, List<LossTerm> terms, StepTrainer trainer) {
    directory.step(step.index());
    List<String> names = terms.stream().map(LossTerm::name).toList();
    try (LossLog log = new LossLog(directory.losses(step.index()), names)) {
      trainer.train(
          (iteration, value, seconds, waited) -> {
            double rate = trainer.rate().at(iteration);
            log.add(iteration, rate, value, seconds, waited);
            listener.on(
                new RunEvent.IterationDone(
                    step.index(),
                    iteration + 1,
                    trainer.rate().iterations(),
                    value.total(),
                    value.terms(),
                    rate,
                    seconds,
                    waited));
          });
    }
  }

  private Teacher teacher(Step step, Parameters parameters) {
    HeadLayout before = layout(experiment.trained().get(step.index() - 1));
    return new Teacher(experiment.network(), before, experiment.method().signRule(), parameters);
  }

  private StepResult score(Step step, Parameters parameters) {
    EvaluationBatches batches = scoredBatches(step);
    ConfusionMatrix confusion;
    try (Evaluator evaluator =
        new Evaluator(
            experiment.network(), layout(step), parameters, experiment.method().decision())) {
      confusion =
          evaluator.evaluate(
              batches,
              (done, total) -> listener.on(new RunEvent.Evaluated(step.index(), done, total)));
    }
    Scores scores =
        Scores.of(
            confusion,
            experiment.scenario().baseClasses().size(),
            experiment.evaluation().protocol());
    return new StepResult(
        step.index(),
        names(step.newClasses()),
        images.training(step).size(),
        scoredIds(step).size(),
        confusion,
        scores);
  }

  private EvaluationBatches scoredBatches(Step step) {
    boolean full = experiment.evaluation().region() == EvaluationConfig.Region.FULL;
    return new EvaluationBatches(
        experiment.dataset(),
        scoredIds(step),
        images.view(step),
        experiment.evaluation().protocol().futureLabel(),
        full ? Crop.none() : Crop.center(experiment.training().crop()),
        Loading.of(full ? 1 : experiment.evaluationBatch()));
  }

  private long expectedIterations(Step step) {
    int count = images.training(step).size() + memory.expectedToAppend(step);
    int perEpoch = TrainingBatches.perEpoch(count, experiment.training().batchSize());
    return (long) experiment.training().epochs() * perEpoch;
  }

  private TrainingBatches trainingBatches(Step step, Replay replay) {
    return new TrainingBatches(
        experiment.dataset(),
        images.training(step),
        replay,
        images.view(step),
        experiment.pipeline(),
        seeds,
        Loading.of(experiment.training().batchSize()));
  }

  private List<String> scoredIds(Step step) {
    return experiment.evaluation().onHeldOut() ? images.heldOutSoFar(step) : images.test(step);
  }

  private HeadLayout layout(Step step) {
    return experiment.method().headLayout(experiment.trained(), step);
  }

  private Seeds seeds(Step step) {
    return seeds.child("step" + step.index());
  }
}
