// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ciss4j.data.Batch;
import org.ciss4j.data.BatchStream;
import org.ciss4j.data.CandidateBatches;
import org.ciss4j.data.Loading;
import org.ciss4j.data.Replay;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.TrainingBatches;
import org.ciss4j.graph.loss.Drift;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.op.Graphs;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.method.Method;
import org.ciss4j.method.PseudoLabels;
import org.ciss4j.result.Checkpoint;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.Training;
import org.ciss4j.scenario.Seeds;
import org.ciss4j.scenario.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    HeadLayout layout = experiment.layout(step);
    Optional<PseudoLabels> pseudoLabels = experiment.method().pseudoLabels(step, layout);
    Set<Endpoint> taught = taught(terms, pseudoLabels);
    // Before new classifiers start: that may change what the teacher is made of.
    Teacher teacher = taught.isEmpty() ? null : teacher(step, parameters, taught);
    SegmentationGraph graph =
        SegmentationGraph.build(
            experiment.network(),
            layout,
            experiment.mode(step, loaded),
            experiment.method().signRule(),
            parameters,
            taught,
            Ops.ofBackend());
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
        new StepTrainer(
            step.index(), batches, teacher, pseudoLabels, objective, optimizer, rate, own)) {
      if (teacher != null) {
        pseudoLabels.ifPresent(labels -> gather(step, labels, teacher));
      }
      run(step, recorded, parameters, trainer);
    }
  }

  private void run(Step step, List<String> recorded, Parameters parameters, StepTrainer trainer) {
    Checkpoints checkpoints = new Checkpoints(directory, step.index());
    Optional<Checkpoint> restored =
        checkpoints.restore(
            parameters,
            trainer.optimizer(),
            trainer.rate().iterations(),
            remark -> listener.on(new RunEvent.Remark(remark)));
    long done = restored.map(Checkpoint::iterations).orElse(0L);
    listener.on(
        new RunEvent.StepStarted(
            step,
            experiment.trained().stepCount(),
            images.training(step).size(),
            scorer.ids(step).size(),
            done,
            trainer.rate().iterations()));
    try (LossLog log = log(step, recorded, trainer.rate(), restored)) {
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

  private LossLog log(
      Step step, List<String> recorded, LearningRate rate, Optional<Checkpoint> restored) {
    Path file = directory.losses(step.index());
    return restored
        .map(checkpoint -> LossLog.resume(file, recorded, rate, checkpoint))
        .orElseGet(() -> LossLog.begin(file, recorded));
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

  /** The endpoints that are read of the teacher; where features are compared, of both networks. */
  private static Set<Endpoint> taught(List<LossTerm> terms, Optional<PseudoLabels> pseudoLabels) {
    Set<Endpoint> taught = EnumSet.noneOf(Endpoint.class);
    terms.forEach(term -> taught.addAll(term.teacherEndpoints()));
    pseudoLabels.ifPresent(labels -> taught.addAll(labels.teacherEndpoints()));
    return taught;
  }

  private Teacher teacher(Step step, Parameters parameters, Set<Endpoint> wanted) {
    HeadLayout before = experiment.layout(experiment.trained().get(step.index() - 1));
    return new Teacher(
        experiment.network(), before, experiment.method().signRule(), parameters, wanted);
  }

  /** Shows all training images of a step once, each in a crop of its own. */
  private void gather(Step step, PseudoLabels pseudoLabels, Teacher teacher) {
    List<String> ids = images.training(step);
    CandidateBatches batches =
        new CandidateBatches(
            experiment.dataset(),
            ids,
            images.view(step),
            experiment.pipeline(),
            seeds.child("gather/step" + step.index()),
            Loading.of(experiment.training().batchSize()));
    int done = 0;
    try (BatchStream stream = batches.stream()) {
      while (stream.hasNext()) {
        try (Batch batch = stream.next()) {
          Map<Endpoint, INDArray> said =
              teacher.outputs(batch.image(), pseudoLabels.teacherEndpoints());
          pseudoLabels.gather(batch.label(), said);
          Graphs.recycle(said.values());
          done += batch.size();
          listener.on(new RunEvent.Gathered(step.index(), done, ids.size()));
        }
      }
    }
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
