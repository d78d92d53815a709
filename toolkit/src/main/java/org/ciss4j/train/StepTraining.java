// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Batch;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.CandidateBatches;
import org.ciss4j.data.batch.Replay;
import org.ciss4j.data.batch.TrainingBatches;
import org.ciss4j.data.set.ReplayFolder;
import org.ciss4j.graph.memory.NonFinite;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepData;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.result.Checkpoint;
import org.ciss4j.result.Restart;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Step;
import org.jspecify.annotations.Nullable;
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
    this.images = images;
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
      List<Restart> restarts = directory.restarts(step.index());
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
    directory.writeRestarts(step.index(), restarts);
    listener.on(new RunEvent.Remark(restart.sentence(step.index())));
  }

  private Parameters attempt(Step step, Parameters before, Training training) {
    Replay replay = memory.before(step, before);
    TrainingBatches batches = batches(step, replay);
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
        new Data(step, batches, memory.labelsOldClasses(replay)),
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
            learntFrom(step),
            scorer.ids(step).size(),
            done,
            learner.iterations()));
    learner.remarks().forEach(line -> listener.on(new RunEvent.Remark(line)));
    try (LossLog log = log(step, learner, restored)) {
      Saver saver = new Saver(step, learner, checkpoints, log);
      RunawayGuard guard = guard(step, done);
      trainer.train(
          done,
          (iteration, losses, seconds, waited) -> {
            log.add(iteration, losses, seconds, waited);
            guard.see(losses.total(), losses.rate());
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
    directory.writeFindings(step.index(), findings);
    checkpoints.saveModel(learner, finished);
    return finished;
  }

  private RunawayGuard guard(Step step, long done) {
    double times = experiment.training().guard();
    boolean needsLosses = times > 0 && done > 0 && done < RunawayGuard.WATCHED;
    List<Double> losses =
        needsLosses
            ? LossLog.losses(directory.losses(step.index()), done)
            : Collections.nCopies((int) Math.min(done, RunawayGuard.WATCHED), 0.0);
    return new RunawayGuard(times, losses);
  }

  private LossLog log(Step step, StepLearner learner, Optional<Checkpoint> restored) {
    Path file = directory.losses(step.index());
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

  /** Shows all training images of a step once, each in a crop of its own. */
  private final class Data implements StepData {
    private final Step step;
    private final TrainingBatches batches;
    private final boolean labelsOldClasses;

    /** Batches of what is kept back; null until the first is asked for. */
    private @Nullable TrainingBatches back;

    Data(Step step, TrainingBatches batches, boolean labelsOldClasses) {
      this.step = step;
      this.batches = batches;
      this.labelsOldClasses = labelsOldClasses;
    }

    @Override
    public int batchesPerEpoch() {
      return batches.perEpoch();
    }

    @Override
    public int batchesOfAllImages() {
      return batches.withEveryImage().perEpoch();
    }

    @Override
    public boolean labelsOldClasses() {
      return labelsOldClasses;
    }

    @Override
    public void keptBack(long number, Consumer<Batch> look) {
      if (back == null) {
        List<String> ids = kept(step);
        if (ids.isEmpty()) {
          StepData.super.keptBack(number, look);
        }
        back =
            batches(
                experiment.dataset(),
                step,
                ids,
                Replay.none(),
                experiment.seeds(step).child("kept-back"));
      }
      try (BatchStream stream = back.stream(number, number + 1);
          Batch batch = stream.next()) {
        look.accept(batch);
      }
    }

    @Override
    public void pass(String purpose, Consumer<Batch> look) {
      List<String> ids = images.training(step);
      CandidateBatches once =
          new CandidateBatches(
              experiment.dataset(),
              ids,
              images.view(step),
              experiment.pipeline(),
              experiment.seeds(step).child(purpose + "/step" + step.index()),
              experiment.loading(experiment.training().batchSize()));
      int done = 0;
      try (BatchStream stream = once.stream()) {
        while (stream.hasNext()) {
          try (Batch batch = stream.next()) {
            look.accept(batch);
            done += batch.size();
            listener.on(new RunEvent.Gathered(step.index(), done, ids.size()));
          }
        }
      }
    }
  }

  private TrainingBatches batches(Step step, Replay replay) {
    List<String> shown = new ArrayList<>(images.training(step));
    shown.removeAll(Set.copyOf(kept(step)));
    TrainingBatches own =
        batches(experiment.dataset(), step, shown, replay, experiment.seeds(step));
    ReplayFolder folder = experiment.replayed();
    if (folder == null || step.isBase() || !experiment.method().replaysFolder()) {
      return own;
    }
    List<String> old = folder.ids(step.oldClasses());
    return own.inTurnWith(
        batches(folder, step, old, Replay.none(), experiment.seeds(step).child("replayed")));
  }

  private TrainingBatches batches(
      SegmentationDataset dataset, Step step, List<String> ids, Replay replay, Seeds root) {
    return new TrainingBatches(
        dataset,
        ids,
        replay,
        images.view(step),
        experiment.pipeline(dataset),
        root,
        experiment.loading(experiment.training().batchSize()));
  }

  /** The images of a step that are not learnt from, drawn by the seed of the run. */
  private List<String> kept(Step step) {
    List<String> ids = new ArrayList<>(images.training(step));
    Collections.shuffle(
        ids, experiment.seeds(step).child("kept-back/step" + step.index()).random());
    return ids.subList(0, keptBack(step));
  }

  private int keptBack(Step step) {
    double part = experiment.method().keptBack(step);
    int all = images.training(step).size();
    int count = (int) Math.round(part * all);
    if (part > 0 && (count < 2 || count > all - 2)) {
      throw CissException.usage(
          "%s keeps back a part of %s of each step's images, and two are needed on both sides; step"
              + " %d has %d images",
          experiment.method().name(), part, step.index(), all);
    }
    return count;
  }

  /** How many images of a step its batches are of. */
  private int learntFrom(Step step) {
    return images.training(step).size() - keptBack(step);
  }

  /** How many iterations a step will have, as far as that can be known before it begins. */
  long expectedIterations(Step step) {
    if (step.index() < experiment.learnt()) {
      return 0;
    }
    int count = learntFrom(step) + memory.expectedToAppend(step);
    int perEpoch = TrainingBatches.perEpoch(count, experiment.training().batchSize());
    return (long) experiment.method().epochs(step, experiment.training().epochs(step.isBase()))
        * perEpoch;
  }
}
