// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ciss4j.common.CissException;
import org.ciss4j.result.BaseStep;
import org.ciss4j.result.Damage;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunLock;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.train.Experiment;
import org.ciss4j.train.RunControl;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.ciss4j.train.ScenarioRunner;
import org.ciss4j.train.StopSignal;

/**
 * Trains a candidate and scores it on held-out images. Its later steps go on from a base step that
 * all candidates share that do not differ in it. A run that was begun before goes on.
 */
final class TrainingObjective implements Objective {
  private final StudyDirectory directory;
  private final StudyPlan plan;
  private final RunParameters parameters;

  /** Whose data serves all runs, so that it is looked at once. */
  private final Experiment first;

  private final Deadline stop;
  private final RunControl control;

  /**
   * An objective of a study.
   *
   * @param first the experiment of the plan's configuration
   * @param stop when the run of a trial is to save itself
   */
  TrainingObjective(
      StudyDirectory directory,
      StudyPlan plan,
      Experiment first,
      Deadline stop,
      RunControl control) {
    this.directory = directory;
    this.plan = plan;
    this.parameters = new RunParameters(plan.config());
    this.first = first;
    this.stop = stop;
    this.control = control;
  }

  @Override
  public Optional<Outcome> of(Candidate candidate, List<Trial> others, StudyListener listener) {
    RunConfig config = parameters.with(candidate.values()).withSeed(candidate.seed());
    Path run = directory.trial(candidate.number());
    RunListener heard = event -> listener.on(new StudyEvent.InRun(candidate.number(), event));
    if (!RunDirectory.exists(run) && sharesBase(config)) {
      Optional<RunDirectory> base = base(config, heard);
      if (base.isEmpty()) {
        return Optional.empty();
      }
      BaseStep.copy(base.get(), config, run);
    }
    return trained(experiment(config), config, run, candidate.number(), others, heard);
  }

  /** A base step of one's own is no use to anybody else. */
  private boolean sharesBase(RunConfig config) {
    return !plan.ownSeeds() && experiment(config).trained().stepCount() > 1;
  }

  private Experiment experiment(RunConfig config) {
    return Experiment.of(config)
        .withDataset(first.dataset())
        .withLoaderThreads(first.loaderThreads());
  }

  /** One process at a time looks for a base step, so that none is trained twice. */
  private Optional<RunDirectory> base(RunConfig config, RunListener listener) {
    Optional<RunLock> lock = RunLock.await(directory.baseRoot(), stop::requested);
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    try (RunLock held = lock.get()) {
      return lockedBase(config, listener);
    }
  }

  /** The base step of a configuration; empty if somebody asked to stop before it was done. */
  private Optional<RunDirectory> lockedBase(RunConfig config, RunListener listener) {
    List<Path> bases = directory.bases();
    Path folder =
        bases.stream()
            .filter(base -> serves(RunDirectory.open(base).config(), config))
            .findFirst()
            .orElseGet(() -> directory.newBase());
    if (!isBaseDone(folder)) {
      RunConfig own = RunDirectory.exists(folder) ? RunDirectory.open(folder).config() : config;
      StopSignal afterBase = new StopSignal();
      train(experiment(own), own, folder, stopping(listener, afterBase), afterBase);
    }
    return isBaseDone(folder) ? Optional.of(RunDirectory.open(folder)) : Optional.empty();
  }

  private static boolean isBaseDone(Path folder) {
    return RunDirectory.exists(folder) && !RunDirectory.open(folder).result().steps().isEmpty();
  }

  private static boolean serves(RunConfig base, RunConfig config) {
    return BaseStep.isShared(base, config)
        && RunParameters.method(config).sharesBaseStep(RunParameters.method(base));
  }

  private RunListener stopping(RunListener listener, StopSignal afterBase) {
    return event -> {
      if (!(event instanceof RunEvent.RunStopped)) {
        listener.on(event);
      }
      if (event instanceof RunEvent.StepFinished || stop.requested()) {
        afterBase.request();
      }
    };
  }

  private Optional<Outcome> trained(
      Experiment experiment,
      RunConfig config,
      Path run,
      int number,
      List<Trial> others,
      RunListener listener) {
    List<StepResult> done = RunDirectory.exists(run) ? done(run, config) : List.of();
    // What the median is taken of must not depend on when the trial is looked at.
    List<Trial> earlier = others.stream().filter(trial -> trial.number() < number).toList();
    Judge judge = new Judge(experiment.trained().stepCount(), earlier);
    done.forEach(step -> judge.add(StepScore.of(step.scores())));
    if (judge.verdict.isEmpty()) {
      train(experiment, config, run, judge.hearing(listener), judge.signal);
    }
    if (!judge.isAtEnd() && judge.verdict.isEmpty()) {
      return Optional.empty();
    }
    double score = plan.goal().of(judge.steps.get(judge.steps.size() - 1));
    return Optional.of(new Outcome(score, judge.steps, judge.verdict));
  }

  /** The steps of a trial that was begun, which must be the run that the study wants. */
  private static List<StepResult> done(Path run, RunConfig config) {
    RunDirectory directory = RunDirectory.open(run);
    RunConfig stored = directory.config();
    if (!stored.withData(config.data()).equals(config)) {
      throw Damage.foreign(
          run,
          "has another configuration than its trial",
          "restore it, or move it away to have it trained again");
    }
    return directory.result().steps();
  }

  private void train(
      Experiment experiment, RunConfig config, Path run, RunListener listener, StopSignal signal) {
    RunControl own = control.withStop(signal);
    try {
      RunResult unused =
          Files.exists(run) && RunDirectory.exists(run)
              ? ScenarioRunner.resume(experiment, run, listener, own)
              : ScenarioRunner.train(experiment, config, run, listener, own);
    } catch (CissException e) {
      if (!signal.requested() || RunDirectory.exists(run)) {
        throw e;
      }
      // Stopped before it began, which is no failure of the candidate.
    }
  }

  /** Follows the scores of a trial, and stops it if it is hopeless or was asked to. */
  private final class Judge {
    private final int stepCount;
    private final List<Trial> others;
    private final StopSignal signal = new StopSignal();
    private final List<StepScore> steps = new ArrayList<>();
    private String verdict = "";

    Judge(int stepCount, List<Trial> others) {
      this.stepCount = stepCount;
      this.others = others;
    }

    void add(StepScore score) {
      steps.add(score);
      if (plan.medianRule() && !isAtEnd() && verdict.isEmpty()) {
        verdict = new MedianRule(plan.goal()).judge(steps, others).orElse("");
      }
      if (!verdict.isEmpty()) {
        signal.request();
      }
    }

    boolean isAtEnd() {
      return steps.size() == stepCount;
    }

    RunListener hearing(RunListener listener) {
      return event -> {
        if (event instanceof RunEvent.StepFinished finished) {
          add(StepScore.of(finished.result().scores()));
        }
        if (!(event instanceof RunEvent.RunStopped)) {
          listener.on(event); // The study says itself how to go on.
        }
        if (stop.requested()) {
          signal.request();
        }
      };
    }
  }

  /**
   * Checks that a goal is one of the runs.
   *
   * @throws CissException of kind usage if there is no such score
   */
  static void requireGoal(Goal goal, Experiment experiment) {
    if (goal.needsNovelClasses() && experiment.trained().stepCount() < 2) {
      throw CissException.usage(
          "objective %s needs novel classes, and %s has one step; take objective all",
          goal.label(), experiment.scenario().name());
    }
  }
}
