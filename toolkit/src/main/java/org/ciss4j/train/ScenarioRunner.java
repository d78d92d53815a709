// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.set.ReplayFolder;
import org.ciss4j.graph.machine.MachineMemory;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.method.Method;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunLock;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StartingWeights;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.Lineage;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.store.Patience;
import org.ciss4j.scenario.Step;
import org.jspecify.annotations.Nullable;

/**
 * Trains a scenario step after step, scores each step, and keeps the results in a run directory.
 */
public final class ScenarioRunner {
  private final Experiment experiment;
  private final RunDirectory directory;
  private final RunListener listener;
  private final RunControl control;
  private final StepImages images;
  private final StepTraining training;
  private final StepScorer scorer;
  private final Provenances provenances;

  /** Names of the parameters that came from a weights file. */
  private final List<String> loaded;

  private ScenarioRunner(
      Experiment described,
      RunDirectory directory,
      List<String> loaded,
      RunListener listener,
      RunControl control) {
    this.experiment = described.keepingIn(directory.root());
    this.loaded = loaded;
    this.directory = directory;
    this.listener = listener;
    this.control = control;
    this.images = experiment.images();
    this.training = new StepTraining(experiment, directory, loaded, images, listener, control);
    this.scorer = new StepScorer(experiment, images, listener);
    this.provenances = new Provenances(experiment, directory, control);
  }

  /**
   * Trains all steps of a scenario.
   *
   * @param out folder of the run, empty or missing
   * @throws CissException if the configuration, the data or the folder is unfit; as far as that can
   *     be known, before training
   */
  public static RunResult train(RunConfig config, Path out, RunListener listener) {
    return train(Experiment.of(config), config, out, listener, RunControl.standard());
  }

  /**
   * As {@link #train(RunConfig, Path, RunListener)}, with objects of one's own.
   *
   * @param config what the run directory says of the experiment
   * @param control may stop the run, which then has fewer steps than its scenario and can be
   *     {@linkplain #resume resumed}
   */
  public static RunResult train(
      Experiment experiment, RunConfig config, Path out, RunListener listener, RunControl control) {
    RunDirectory.requireFree(out);
    requireNothingLearnt(config.lineage());
    RunListener heard = stoppable(listener, control.stop());
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
    RunListener heard = stoppable(listener, control.stop());
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
    requireNormalisations(experiment, start.loaded());
    checkData(experiment, listener);
    ScenarioRunner runner =
        new ScenarioRunner(experiment, directory, start.loaded(), listener, control);
    runner.requireImages();
    runner.requireExtras();
    runner.requireReplayed();
    runner.requireBatches();
    Model.requireTrainable(experiment.network());
    runner.requireMemory(0);
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
    RunListener heard = stoppable(listener, control.stop());
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
      directory.result(step);
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
    checkData(experiment, listener);
    requireExtras();
    requireReplayed();
    List<String> differences = provenances.goOn(done);
    if (!differences.isEmpty()) {
      listener.on(
          new RunEvent.Remark(
              "numbers may differ in their last digits from those of a run without interruption: "
                  + String.join("; ", differences)));
    }
    Model.requireTrainable(experiment.network());
    requireMemory(done);
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
        directory.model(step.index()), parameters, experiment.network(), experiment.layout(step));
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

  /**
   * Where nothing is lost by stopping at once, that is done at the next event. Of images that are
   * looked at other threads tell too, whom nobody interrupts.
   */
  private static RunListener stoppable(RunListener listener, StopSignal stop) {
    Thread runner = Thread.currentThread();
    return event -> {
      listener.on(event);
      boolean pause =
          event instanceof RunEvent.DataChecked
              || event instanceof RunEvent.MemoryCandidates
              || event instanceof RunEvent.Gathered
              || event instanceof RunEvent.Evaluated;
      if (pause && (stop.requested() || runner.isInterrupted())) {
        throw new Stopped();
      }
    };
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
    return evaluate(directory, config, step, TestTimeAugmentation.NONE, listener);
  }

  /** The same with the network shown each image in these ways. */
  public static StepResult evaluate(
      RunDirectory directory,
      RunConfig config,
      @Nullable Integer step,
      TestTimeAugmentation shown,
      RunListener listener) {
    RunClasses.require(directory, config, Experiment.dataset(config).labelSpace());
    return evaluate(Experiment.of(config), directory, step, shown, listener);
  }

  /**
   * The same of a run of a method of one's own.
   *
   * @throws CissException of kind usage also if the run was trained with another method
   */
  public static StepResult evaluate(
      RunDirectory directory, int step, Method method, RunListener listener) {
    RunConfig config = directory.config();
    MethodConfigs.require(method, config.method());
    return evaluate(Experiment.of(config, method), directory, step, listener);
  }

  /**
   * The same with objects of one's own.
   *
   * @param experiment what the run was trained as
   */
  public static StepResult evaluate(
      Experiment experiment, RunDirectory directory, @Nullable Integer step, RunListener listener) {
    return evaluate(experiment, directory, step, TestTimeAugmentation.NONE, listener);
  }

  private static StepResult evaluate(
      Experiment experiment,
      RunDirectory directory,
      @Nullable Integer step,
      TestTimeAugmentation shown,
      RunListener listener) {
    int wanted =
        requireStep(directory, step == null ? directory.result().steps().size() - 1 : step);
    RunClasses.require(directory, directory.config(), experiment.dataset().labelSpace());
    Step trained = experiment.trained().get(wanted);
    return untilInterrupted(
        listener,
        heard -> {
          Parameters parameters = load(directory, wanted);
          Fit.require(
              directory.model(wanted),
              parameters,
              experiment.network(),
              experiment.layout(trained));
          checkData(experiment, heard);
          return new StepScorer(experiment, experiment.images(), shown, heard)
              .score(trained, parameters);
        });
  }

  /**
   * Scores a network of a weights file, such as a checkpoint of the official code. Changes nothing
   * on disk.
   *
   * @param experiment what the network was trained for, and the data to score it on
   * @param step the step it was trained to
   * @throws CissException of kind usage if the file is not of such a network
   */
  public static StepResult evaluate(
      Experiment experiment, Path weights, int step, RunListener listener) {
    return evaluate(experiment, weights, step, TestTimeAugmentation.NONE, listener);
  }

  /** The same with the network shown each image in these ways. */
  public static StepResult evaluate(
      Experiment experiment,
      Path weights,
      int step,
      TestTimeAugmentation shown,
      RunListener listener) {
    int steps = experiment.trained().stepCount();
    if (step < 0 || step >= steps) {
      throw CissException.usage(
          "%s has no step %d; it has 0 to %d", experiment.scenario().name(), step, steps - 1);
    }
    Step wanted = experiment.trained().get(step);
    return untilInterrupted(
        listener,
        heard -> {
          Parameters parameters =
              new InitialWeights(weights, false)
                  .trained(experiment.network(), experiment.layout(wanted), heard);
          checkData(experiment, heard);
          return new StepScorer(experiment, experiment.images(), shown, heard)
              .score(wanted, parameters);
        });
  }

  /** Nothing is lost by stopping an evaluation but its result. */
  private static StepResult untilInterrupted(
      RunListener listener, Function<RunListener, StepResult> work) {
    try {
      return work.apply(stoppable(listener, new StopSignal()));
    } catch (Stopped e) {
      throw CissException.failure("stopped before all images were scored; nothing was written");
    }
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
   * Looks at all files of the parts that a run reads, and tells what a person should know of them.
   *
   * @throws CissException of kind failure if a file is missing or broken
   */
  public static void checkData(Experiment experiment, RunListener listener) {
    List<Split> splits =
        experiment.evaluation().onHeldOut() ? List.of(Split.TRAIN) : List.of(Split.values());
    experiment.dataset().origin().forEach(line -> listener.on(new RunEvent.Remark(line)));
    for (Split split : splits) {
      experiment
          .dataset()
          .check(
              split,
              (done, total) -> listener.on(new RunEvent.DataChecked(split.name(), done, total)));
    }
    experiment.dataset().remarks().forEach(line -> listener.on(new RunEvent.Remark(line)));
  }

  /**
   * The parameters of the network of a step.
   *
   * @throws CissException if the run has no such step, or its file is missing or damaged
   */
  public static Parameters load(RunDirectory directory, int step) {
    return new Checkpoints(directory, requireStep(directory, step)).result();
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
    for (Step step : experiment.own()) {
      if (images.training(step).isEmpty()) {
        throw CissException.usage(
            "step %d of %s %s has no training image: none shows %s; use another scenario or"
                + " setting",
            step.index(),
            experiment.scenario().name(),
            experiment.rules().setting().label(),
            experiment.names(step.newClasses()));
      }
      scorer.requireImages(step);
    }
  }

  /** Maps of all images that are trained on, as many as the method asks for. */
  private void requireExtras() {
    experiment
        .pipeline()
        .extras()
        .forEach(
            (name, maps) -> {
              maps.require(experiment.trainingImages());
              listener.on(new RunEvent.Remark(name + " maps: " + maps.origin()));
            });
  }

  /** Images of all classes that are old in some step, if the method asks for some. */
  private void requireReplayed() {
    experiment.requireReplayed();
    ReplayFolder folder = experiment.replayed();
    if (folder == null || experiment.replayedClasses().isEmpty()) {
      return;
    }
    folder.check(
        Split.TRAIN, (done, total) -> listener.on(new RunEvent.DataChecked("REPLAY", done, total)));
    List<String> ids = folder.ids(experiment.replayedClasses());
    experiment.pipeline(folder).extras().values().forEach(maps -> maps.require(ids));
    folder.origin().forEach(line -> listener.on(new RunEvent.Remark(line)));
  }

  /** What only some learners keep, which may be more than all the rest. */
  private void requireLearnerFits(MachineMemory here) {
    Step last = experiment.trained().get(experiment.trained().stepCount() - 1);
    long needed = experiment.method().learnerBytes(experiment.layout(last));
    if (needed > here.bytes()) {
      throw CissException.usage(
          "method %s would keep %d MB besides the network, more than %s, %d MB; make it smaller, as"
              + " with a lower width",
          experiment.method().name(), needed / 1_000_000, here.source(), here.bytes() / 1_000_000);
    }
  }

  /** Freezing what was drawn at random would leave a network without normalisation. */
  private static void requireNormalisations(Experiment experiment, List<String> loaded) {
    Model model = experiment.model();
    Step first = experiment.trained().get(0);
    if (experiment.learnt() == 0
        && model.freezeBn()
        && experiment.mode(first, loaded).frozen().isEmpty()) {
      throw CissException.usage(
          "normalisations can be frozen as a weights file has them, and %s; name a file that has"
              + " some, or leave them free",
          model.weights() == null ? "none is named" : model.weights().file() + " has none");
    }
  }

  /** One image leaves one value per channel behind the pooling of the image. */
  private void requireBatches() {
    for (Step step : experiment.own()) {
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

  /** Steps that were learnt elsewhere are not trained. */
  private void requireMemory(int done) {
    MachineMemory here = MachineMemory.here();
    requireLearnerFits(here);
    if (!experiment.network().backend().reckonsMemory()) {
      return; // Other backends have memory of their own.
    }
    int first = Math.max(done, experiment.learnt());
    try (MemoryCheck check = new MemoryCheck(experiment, first, loaded, images, scorer)) {
      check.require(here, remark -> listener.on(new RunEvent.Remark(remark)));
    }
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
