// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.batch.Replay;
import org.ciss4j.data.batch.TrainingBatches;
import org.ciss4j.graph.memory.NonFinite;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.result.Checkpoint;
import org.ciss4j.result.Restart;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains steps of a run, each from its beginning or from the latest checkpoint in its midst, and
 * keeps losses and checkpoints.
 */
final class StepTraining {
  /** A rate that is 256 times too high is no oversight. */
  private static final int MOST_RESTARTS = 8;

  private final Experiment experiment;
  private final RunDirectory directory;
  private final List<String> loaded;
  private final RunListener listener;
  private final RunControl control;
  private final StepInput input;
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
    this.input = new StepInput(experiment, images, listener);
    this.scorer = new StepScorer(experiment, images, listener);
    this.memory = new ReplayMemory(experiment, images, directory, listener);
  }

  /**
   * Trains a step to its end. If it runs away it is begun again at half the rate, where the run
   * asks for that.
   *
   * @param before the network that the step before left behind; may be changed
   * @return the network that this step leaves behind
   * @throws Stopped if that was asked for, with a checkpoint on disk
   */
  Parameters train(Step step, Parameters before) {
    if (experiment.training().guard() == 0) {
      return attempt(step, before, experiment.training());
    }
    while (true) {
      List<Restart> restarts = directory.step(step.index()).restarts();
      Training training = slowed(restarts.size());
      Parameters start = before.copy(experiment.initSeed());
      try {
        Parameters finished = attempt(step, start, training);
        free(before);
        return finished;
      } catch (RunawayGuard.RanAway e) {
        free(start);
        begunAgain(step, restarts, rate(step, training), e);
      }
    }
  }

  private static void free(Parameters parameters) {
    parameters.arrays().values().forEach(INDArray::close);
  }

  /** Halves are exact, so that the rate is the same however often it is asked for. */
  private Training slowed(int restarts) {
    Training training = experiment.training();
    double factor = Math.pow(0.5, restarts);
    return training.withLearningRates(
        training.learningRate() * factor, training.laterLearningRate() * factor);
  }

  private static double rate(Step step, Training training) {
    return step.isBase() ? training.learningRate() : training.laterLearningRate();
  }

  /**
   * Checkpoints go first: without them, whoever goes on after a kill runs away at the same
   * iteration again; with them he would go on from what has run away.
   */
  private void begunAgain(
      Step step, List<Restart> before, double rate, RunawayGuard.RanAway reason) {
    Double loss = Double.isFinite(reason.loss()) ? reason.loss() : null;
    Restart restart = new Restart(reason.iteration(), loss, reason.limit(), rate);
    if (before.size() == MOST_RESTARTS) {
      throw CissException.failure(
          "%s, for the %dth time; that is no matter of the rate, so look at the data and at what"
              + " the step starts from",
          restart.sentence(step.index()), MOST_RESTARTS + 1);
    }
    new Checkpoints(directory, step.index()).clear();
    List<Restart> restarts = new ArrayList<>(before);
    restarts.add(restart);
    directory.step(step.index()).writeRestarts(restarts);
    listener.on(new RunEvent.Remark(restart.sentence(step.index())));
  }

  private Parameters attempt(Step step, Parameters before, Training training) {
    Replay replay = memory.before(step, before);
    TrainingBatches batches = input.batches(step, replay);
    StepContext context = context(step, before, batches, replay, training);
    try (StepLearner learner = experiment.method().learner(context)) {
      requireFinite(step, learner.parameters());
      TrainingBatches shown = learner.seesEveryImage() ? batches.withEveryImage() : batches;
      return run(step, new StepTrainer(shown, learner));
    } finally {
      context.inherited().values().forEach(INDArray::close);
    }
  }

  /** What the step starts from is that of the step before, and what a method made of it. */
  private void requireFinite(Step step, Parameters parameters) {
    Optional<String> found = NonFinite.among(parameters.arrays());
    if (found.isPresent()) {
      throw CissException.failure(
          "step %d would start from parameters that are not finite: %s; mend how method %s starts"
              + " new classifiers",
          step.index(), found.get(), experiment.method().name());
    }
  }

  private StepContext context(
      Step step, Parameters before, TrainingBatches batches, Replay replay, Training training) {
    boolean first = step.isBase();
    Optional<Checkpoints> start = Checkpoints.start(directory, step.index());
    return new StepContext(
        experiment.trained(),
        step,
        experiment.network(),
        experiment.layout(step),
        first ? null : experiment.startLayout(step),
        experiment.mode(step, loaded),
        start.flatMap(other -> other.model(experiment.initSeed())).orElse(before),
        first
            ? Map.of()
            : start.orElseGet(() -> new Checkpoints(directory, step.index() - 1)).lasting(),
        training,
        input.data(step, batches, memory.labelsOldClasses(replay)),
        experiment.seeds(step).child("step" + step.index()));
  }

  private Parameters run(Step step, StepTrainer trainer) {
    StepLearner learner = trainer.learner();
    Checkpoints checkpoints = new Checkpoints(directory, step.index());
    Optional<Checkpoint> restored =
        checkpoints.restore(learner, remark -> listener.on(new RunEvent.Remark(remark)));
    long done = restored.map(Checkpoint::iterations).orElse(0L);
    listener.on(
        new RunEvent.StepStarted(
            step,
            experiment.trained().stepCount(),
            input.learntFrom(step),
            scorer.ids(step).size(),
            done,
            learner.iterations()));
    Stream.concat(
            learner.remarks().stream(),
            experiment.method().remarks(step, learner.iterations()).stream())
        .forEach(line -> listener.on(new RunEvent.Remark(line)));
    try (LossLog log = log(step, learner, restored)) {
      Saver saver = new Saver(step, learner, checkpoints, log);
      RunawayGuard guard = guard(log, done);
      trainer.train(
          done,
          (iteration, losses, seconds, waited) -> {
            log.add(iteration, losses, seconds, waited);
            guard.see(log.ofLabels(losses), losses.rate());
            listener.on(
                new RunEvent.IterationDone(
                    step.index(),
                    iteration + 1,
                    learner.iterations(),
                    losses.total(),
                    losses.terms(),
                    losses.rate(),
                    seconds,
                    waited));
            saver.after(iteration + 1);
          },
          guard::explained);
      log.force();
    }
    Parameters finished = learner.finish();
    List<String> findings = learner.findings();
    findings.forEach(line -> listener.on(new RunEvent.Remark(line)));
    directory.step(step.index()).writeFindings(findings);
    checkpoints.saveModel(learner, finished);
    return finished;
  }

  private RunawayGuard guard(LossLog log, long done) {
    double times = experiment.training().guard();
    boolean needsLosses = times > 0 && done > 0 && done < RunawayGuard.WATCHED;
    List<Double> losses =
        needsLosses
            ? log.ofLabels(done)
            : Collections.nCopies((int) Math.min(done, RunawayGuard.WATCHED), 0.0);
    return new RunawayGuard(times, losses);
  }

  private LossLog log(Step step, StepLearner learner, Optional<Checkpoint> restored) {
    Path file = directory.step(step.index()).losses();
    return restored
        .map(checkpoint -> LossLog.resume(file, learner.recorded(), learner::rate, checkpoint))
        .orElseGet(() -> LossLog.begin(file, learner.recorded()));
  }

  /** Saves the state of a step now and then. */
  private final class Saver {
    private final Step step;
    private final StepLearner learner;
    private final Checkpoints checkpoints;
    private final LossLog log;
    private final CheckpointPace pace =
        new CheckpointPace(control.checkpointEvery(), System::nanoTime);

    Saver(Step step, StepLearner learner, Checkpoints checkpoints, LossLog log) {
      this.step = step;
      this.learner = learner;
      this.checkpoints = checkpoints;
      this.log = log;
    }

    /** After the last iteration there is nothing to save: the model follows at once. */
    void after(long iterations) {
      if (iterations == learner.iterations()) {
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
      checkpoints.save(iterations, learner);
      listener.on(new RunEvent.CheckpointSaved(step.index(), iterations));
    }
  }

  /** How many iterations a step will have, as far as that can be known before it begins. */
  long expectedIterations(Step step) {
    return step.index() < experiment.learnt()
        ? 0
        : input.expectedIterations(step, memory.expectedToAppend(step));
  }
}
