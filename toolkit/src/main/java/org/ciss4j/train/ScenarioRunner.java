// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ciss4j.common.CissException;
import org.ciss4j.data.StepImages;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.result.OutputFolder;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunLock;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StartingWeights;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.Lineage;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.store.Patience;
import org.ciss4j.scenario.Step;

/**
 * Trains a scenario step after step, scores each step, and keeps the results in a run directory.
 */
public final class ScenarioRunner {
  private final Experiment experiment;
  private final RunDirectory directory;
  private final RunListener listener;
  private final RunControl control;
  private final StepTraining training;
  private final StepScorer scorer;
  private final Provenances provenances;
  private final Preflight preflight;

  private ScenarioRunner(
      Experiment described,
      RunDirectory directory,
      List<String> loaded,
      RunListener listener,
      RunControl control) {
    this.experiment = described.keepingIn(directory.root());
    this.directory = directory;
    this.listener = listener;
    this.control = control;
    StepImages images = experiment.images();
    this.training = new StepTraining(experiment, directory, loaded, images, listener, control);
    this.scorer = new StepScorer(experiment, images, listener);
    this.provenances = new Provenances(experiment, directory, control);
    this.preflight = new Preflight(experiment, loaded, images, scorer, listener);
  }

  /**
   * Trains all steps of a scenario.
   *
   * @param config what the run directory says of the experiment
   * @param out folder of the run, empty or missing
   * @param control may stop the run, which then has fewer steps than its scenario and can be
   *     {@linkplain #resume resumed}
   * @throws CissException if the configuration, the data or the folder is unfit; as far as that can
   *     be known, before training
   */
  public static RunResult train(
      Experiment experiment, RunConfig config, Path out, RunListener listener, RunControl control) {
    OutputFolder.requireFree(out);
    requireNothingLearnt(config.lineage());
    RunListener heard = control.stop().heardBy(listener);
    return untilStopped(
        out,
        listener,
        () -> {
          InitialWeights.Start start = start(experiment, heard);
          ScenarioRunner runner =
              prepared(experiment, start, new RunDirectory(out), heard, control);
          try (RunLock lock = RunLock.take(out)) {
            RunDirectory.create(out, config, experiment.channelNames());
            runner.begin(start);
          }
        });
  }

  private static void requireNothingLearnt(Lineage lineage) {
    if (lineage.extendsAnother()) {
      throw CissException.usage(
          "such a run begins with run %s and cannot be trained from nothing; extend that one: ciss"
              + " extend %s --data DIR",
          lineage.from(), lineage.from());
    }
  }

  /**
   * Trains the last step of a run whose folder has all that it begins with.
   *
   * @param run the folder
   * @param loaded names of the parameters that once came from a weights file
   */
  public static RunResult trainLast(
      Experiment experiment,
      Path run,
      List<String> loaded,
      RunListener listener,
      RunControl control) {
    RunListener heard = control.stop().heardBy(listener);
    return untilStopped(
        run,
        listener,
        () -> {
          try (RunLock lock = RunLock.take(run)) {
            new ScenarioRunner(experiment, RunDirectory.open(run), loaded, heard, control)
                .trainFrom(0, Parameters.blank());
          }
        });
  }

  /**
   * Finds out what can be found out before the step of an extended run is trained.
   *
   * @param out folder of the run that is to be
   */
  public static void check(
      Experiment experiment, Path out, RunListener listener, RunControl control) {
    prepared(
        experiment,
        new InitialWeights.Start(Parameters.blank(), null),
        new RunDirectory(out),
        listener,
        control);
  }

  /** Finds out all that can be found out before training. */
  private static ScenarioRunner prepared(
      Experiment experiment,
      InitialWeights.Start start,
      RunDirectory directory,
      RunListener listener,
      RunControl control) {
    Preflight.normalisations(experiment, start.loaded());
    Preflight.data(experiment, listener);
    ScenarioRunner runner =
        new ScenarioRunner(experiment, directory, start.loaded(), listener, control);
    runner.preflight.all();
    return runner;
  }

  private void begin(InitialWeights.Start start) {
    if (start.origin() != null) {
      directory.write(start.origin());
    }
    provenances.begin(start.origin());
    trainFrom(0, start.parameters());
  }

  /**
   * Goes on with a run that was stopped, killed or failed, from its latest checkpoint. It ends with
   * the same numbers, to the last bit, as if it had not been interrupted: on the same machine with
   * the same number of threads.
   *
   * @throws CissException of kind usage if the folder holds no run, another process trains it, or
   *     the weights it started from have changed and are still needed
   */
  public static RunResult resume(
      Experiment experiment, Path run, RunListener listener, RunControl control) {
    RunDirectory directory = RunDirectory.open(run);
    RunListener heard = control.stop().heardBy(listener);
    return untilStopped(
        run,
        listener,
        () -> {
          try (RunLock lock = RunLock.take(run)) {
            if (directory.hasBegun()) {
              requireSound(directory);
              goOn(experiment, directory, heard, control);
            } else {
              requireNothingTrained(directory);
              InitialWeights.Start start = start(experiment, heard);
              prepared(experiment, start, directory, heard, control).begin(start);
            }
          }
        });
  }

  /**
   * As {@link #resume(Experiment, Path, RunListener, RunControl)}, of a run that is to be this one.
   *
   * @param config what the folder says of the experiment, which may lie elsewhere by now
   * @throws CissException of kind usage also if the run has another configuration
   */
  public static RunResult resume(
      Experiment experiment, RunConfig config, Path run, RunListener listener, RunControl control) {
    RunConfig stored = RunDirectory.open(run).config();
    if (!stored.withData(stored.data().movedTo(config.data())).equals(config)) {
      throw CissException.usage(
          "run %s has another configuration than was asked for; go on as it began, or train into"
              + " another folder",
          run);
    }
    return resume(experiment, run, listener, control);
  }

  /** What is done is as it was written; steps whose scores are lost are scored again. */
  private static void requireSound(RunDirectory directory) {
    directory.config();
    directory.classNames();
    int done = directory.stepsDone();
    for (int step = 0; step < done; step++) {
      directory.step(step).result();
    }
  }

  /** Without its provenance a run looks as if it had not begun. */
  private static void requireNothingTrained(RunDirectory directory) {
    if (Patience.exists(directory.root().resolve("step_0"))) {
      throw CissException.failure(
          "run %s has steps, but no provenance.json; restore it, or train into another folder",
          directory.root());
    }
  }

  private static void goOn(
      Experiment experiment, RunDirectory directory, RunListener listener, RunControl control) {
    int done = directory.stepsDone();
    for (int step = 0; step < done; step++) {
      new Checkpoints(directory, step).clear();
    }
    if (done == experiment.trained().stepCount()) {
      new Provenances(experiment, directory, control).end();
      listener.on(
          new RunEvent.Remark(
              "run " + directory.root() + " is finished, there is nothing to go on with"));
      return;
    }
    List<String> loaded =
        directory.startingWeights().map(StartingWeights::matched).orElse(List.of());
    new ScenarioRunner(experiment, directory, loaded, listener, control).goOn(done);
  }

  private void goOn(int done) {
    Parameters start =
        done > 0
            ? resultOf(experiment.trained().get(done - 1))
            : experiment.learnt() > 0 ? Parameters.blank() : sameStart();
    Preflight.data(experiment, listener);
    preflight.besidesData();
    List<String> differences = provenances.goOn(done);
    if (!differences.isEmpty()) {
      listener.on(
          new RunEvent.Remark(
              "numbers may differ in their last digits from those of a run without interruption: "
                  + String.join("; ", differences)));
    }
    preflight.machine(done);
    trainFrom(done, start);
  }

  private Parameters resultOf(Step step) {
    Parameters parameters =
        new Checkpoints(directory, step.index())
            .model(experiment.initSeed())
            .orElseThrow(() -> noModel(step.index()));
    requireFit(step, parameters);
    return parameters;
  }

  private void requireFit(Step step, Parameters parameters) {
    Fit.require(
        directory.step(step.index()).model(),
        parameters,
        experiment.network(),
        experiment.layout(step));
  }

  private CissException noModel(int step) {
    return CissException.failure(
        "run %s has no model.json in step_%d; it is of another version of ciss4j, so train again"
            + " into another folder",
        directory.root(), step);
  }

  /** What the run began with, as its weights file may have changed since. */
  private Parameters sameStart() {
    InitialWeights.Start start = start(experiment, listener);
    String now = start.origin() == null ? "none" : start.origin().sha256();
    String then = directory.startingWeights().map(StartingWeights::sha256).orElse("none");
    if (!now.equals(then)) {
      throw CissException.usage(
          "run %s began with other weights than there are now (SHA-256 %s, now %s); restore the"
              + " file, or train into another folder",
          directory.root(), then, now);
    }
    return start.parameters();
  }

  private static RunResult untilStopped(Path run, RunListener listener, Runnable work) {
    try {
      work.run();
    } catch (Stopped e) {
      if (!RunDirectory.exists(run)) {
        throw CissException.failure("stopped before training began; nothing was written");
      }
      listener.on(new RunEvent.RunStopped(run));
    } catch (UncheckedIOException e) {
      throw unwritten(run, e);
    }
    return RunDirectory.open(run).result();
  }

  /** A full disk, most often. */
  private static CissException unwritten(Path run, UncheckedIOException e) {
    String reason = String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
    return RunDirectory.exists(run)
        ? CissException.failure(
                "%s; nothing that was saved is lost: mend that and go on with ciss train --resume"
                    + " %s",
                reason, run)
            .withCause(e)
        : CissException.failure("%s", reason).withCause(e);
  }

  private static InitialWeights.Start start(Experiment experiment, RunListener listener) {
    long seed = experiment.initSeed();
    InitialWeights weights = experiment.model().weights();
    if (weights == null) {
      return InitialWeights.Start.random(seed);
    }
    HeadLayout layout = experiment.layout(experiment.trained().get(0));
    return weights.start(experiment.network(), layout, seed, listener);
  }

  /**
   * Trains and scores the steps that are not done.
   *
   * @param done how many are done
   * @param start as they left the parameters
   */
  private void trainFrom(int done, Parameters start) {
    listener.on(
        new RunEvent.RunStarted(
            experiment.trained().steps().stream().map(training::expectedIterations).toList()));
    List<Step> steps = experiment.trained().steps();
    Parameters parameters = start;
    for (Step step : steps.subList(done, steps.size())) {
      if (step.index() > done && control.stop().requested()) {
        throw new Stopped();
      }
      parameters = trained(step, parameters);
      StepResult result = scorer.score(step, parameters);
      directory.write(result);
      new Checkpoints(directory, step.index()).clear();
      listener.on(new RunEvent.StepFinished(result));
    }
    provenances.end();
  }

  /** The network at the end of a step, which may be there already and wait for its scores. */
  private Parameters trained(Step step, Parameters before) {
    Checkpoints checkpoints = new Checkpoints(directory, step.index());
    checkpoints.deleteUnfinished();
    if (step.index() < experiment.learnt()) {
      Parameters learnt = checkpoints.learnt(experiment.initSeed());
      requireFit(step, learnt);
      return learnt;
    }
    Optional<Parameters> saved =
        checkpoints.unscoredModel(
            experiment.initSeed(), remark -> listener.on(new RunEvent.Remark(remark)));
    saved.ifPresent(parameters -> requireFit(step, parameters));
    return saved.isPresent() ? saved.get() : training.train(step, before);
  }
}
