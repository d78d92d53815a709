// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.data.Loading;
import org.ciss4j.data.Replay;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.TrainingBatches;
import org.ciss4j.graph.loss.Drift;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.method.Method;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.Training;
import org.ciss4j.scenario.Seeds;
import org.ciss4j.scenario.Step;

/**
 * Trains steps of a run, each from its beginning or from the latest checkpoint in its midst, and
 * keeps losses and checkpoints.
 */
final class StepTraining {
  private final Experiment experiment;
  private final RunDirectory directory;
  private final List<String> loaded;
  private final RunListener listener;
  private final RunControl control;
  private final Seeds seeds;
  private final StepImages images;
  private final StepScorer scorer;
  private final ReplayMemory memory;

  /**
   * Trains nothing yet.
   *
   * @param loaded names of the parameters that came from a weights file
   */
  StepTraining(
      Experiment experiment,
      RunDirectory directory,
      List<String> loaded,
      StepImages images,
      RunListener listener,
      RunControl control) {
    this.experiment = experiment;
    this.directory = directory;
    this.loaded = loaded;
    this.listener = listener;
    this.control = control;
    this.seeds = new Seeds(experiment.seed());
    this.images = images;
    this.scorer = new StepScorer(experiment, images, listener);
    this.memory = new ReplayMemory(experiment, images, directory, listener);
  }

  /**
   * Trains a step to its end.
   *
   * @param parameters as the step before left them; changed
   * @throws Stopped if that was asked for, with a checkpoint on disk
   */
  void train(Step step, Parameters parameters) {
    Replay replay = memory.before(step, parameters);
    List<LossTerm> terms = terms(step, replay);
    List<LossTerm> watched = Drift.beside(terms);
    // Before new classifiers start: that may change what the teacher is made of.
    Teacher teacher = readsTeacher(terms) ? teacher(step, parameters) : null;
    HeadLayout layout = experiment.layout(step);
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
    Objective objective = Objective.of(graph, terms, watched);
    Sgd optimizer =
        new Sgd(
            parameters,
            experiment
                .method()
                .parameterGroups(step, layout, graph.trainable(), training.weightDecay()),
            training.momentum());
    objective.train(optimizer.velocities().keySet());
    TrainingBatches batches = batches(step, replay);
    LearningRate rate =
        new LearningRate(
            step.isBase() ? training.learningRate() : training.laterLearningRate(),
            (long) training.epochs() * batches.perEpoch(),
            training.power(),
            training.warmUp());
    Seeds own = seeds.child("step" + step.index());
    List<String> recorded =
        Stream.concat(terms.stream(), watched.stream()).map(LossTerm::name).toList();
    try (StepTrainer trainer =
        new StepTrainer(step.index(), batches, teacher, objective, optimizer, rate, own)) {
      run(step, recorded, parameters, trainer);
    }
  }

  private void run(Step step, List<String> recorded, Parameters parameters, StepTrainer trainer) {
    Checkpoints checkpoints = new Checkpoints(directory, step.index());
    long done =
        checkpoints.restore(
            parameters,
            trainer.optimizer(),
            remark -> listener.on(new RunEvent.Remark(remark + "; the state before is taken")));
    listener.on(
        new RunEvent.StepStarted(
            step,
            experiment.trained().stepCount(),
            images.training(step).size(),
            scorer.ids(step).size(),
            done,
            trainer.rate().iterations()));
    try (LossLog log = log(step, recorded, done)) {
      Saver saver = new Saver(step, parameters, trainer, checkpoints, log);
      trainer.train(
          done,
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
            saver.after(iteration + 1);
          });
      log.force();
    }
    checkpoints.saveModel(trainer.rate().iterations(), parameters);
  }

  private LossLog log(Step step, List<String> recorded, long done) {
    return done == 0
        ? LossLog.begin(directory.losses(step.index()), recorded)
        : LossLog.resume(directory.losses(step.index()), done);
  }

  /** Saves the state of a step now and then. */
  private final class Saver {
    private final Step step;
    private final Parameters parameters;
    private final StepTrainer trainer;
    private final Checkpoints checkpoints;
    private final LossLog log;
    private final CheckpointPace pace =
        new CheckpointPace(control.checkpointEvery(), System::nanoTime);

    Saver(
        Step step,
        Parameters parameters,
        StepTrainer trainer,
        Checkpoints checkpoints,
        LossLog log) {
      this.step = step;
      this.parameters = parameters;
      this.trainer = trainer;
      this.checkpoints = checkpoints;
      this.log = log;
    }

    /** After the last iteration there is nothing to save: the model follows at once. */
    void after(long iterations) {
      if (iterations == trainer.rate().iterations()) {
        return;
      }
      boolean stop = control.stop().requested();
      if (stop || pace.due(iterations)) {
        pace.time(() -> save(iterations));
      }
      if (stop) {
        throw new Stopped();
      }
    }

    /** The losses first: no checkpoint is ahead of them, even if the machine fails. */
    private void save(long iterations) {
      log.force();
      checkpoints.save(iterations, parameters, trainer.optimizer());
      listener.on(new RunEvent.CheckpointSaved(step.index(), iterations));
    }
  }

  private List<LossTerm> terms(Step step, Replay replay) {
    Method method = experiment.method();
    List<LossTerm> ofMemory =
        memory.labelsOldClasses(replay) ? method.memoryTerms(step) : List.of();
    return Stream.concat(method.lossTerms(step).stream(), ofMemory.stream()).toList();
  }

  private static boolean readsTeacher(List<LossTerm> terms) {
    return terms.stream().anyMatch(term -> !term.teacherEndpoints().isEmpty());
  }

  private Teacher teacher(Step step, Parameters parameters) {
    HeadLayout before = experiment.layout(experiment.trained().get(step.index() - 1));
    return new Teacher(experiment.network(), before, experiment.method().signRule(), parameters);
  }

  private TrainingBatches batches(Step step, Replay replay) {
    return new TrainingBatches(
        experiment.dataset(),
        images.training(step),
        replay,
        images.view(step),
        experiment.pipeline(),
        seeds,
        Loading.of(experiment.training().batchSize()));
  }

  /** How many iterations a step will have, as far as that can be known before it begins. */
  long expectedIterations(Step step) {
    int count = images.training(step).size() + memory.expectedToAppend(step);
    int perEpoch = TrainingBatches.perEpoch(count, experiment.training().batchSize());
    return (long) experiment.training().epochs() * perEpoch;
  }
}
