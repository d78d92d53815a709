// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ciss4j.Ciss;
import org.ciss4j.common.CissException;
import org.ciss4j.result.RunLock;
import org.ciss4j.train.Experiment;
import org.ciss4j.train.RunControl;
import org.ciss4j.train.StopSignal;
import org.ciss4j.tuning.space.SearchSpace;
import org.ciss4j.tuning.space.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * A search of hyper-parameters in the making. Every method that changes something gives a changed
 * copy; nothing is read or written before {@code run}.
 *
 * <pre>{@code
 * StudyResult result =
 *     Study.of(Ciss.dataset("sample").scenario("3-1"))
 *         .space("kd=1..20 log", "dkd=1..20 log", "posWeight=1,2,4")
 *         .trials(12)
 *         .run(Path.of("runs/study"), event -> {});
 * System.out.println(result);
 * }</pre>
 *
 * <p>What is not said: 20 candidates drawn at random with seed 1, hopeless ones given up, hIoU as
 * goal, scored on a fifth of each step's training images, which no trial is trained on. No test
 * image is opened.
 */
public final class Study {
  /** As in DKD's paper. */
  private static final double HELD_OUT = 0.2;

  private static final int TRIALS = 20;

  private final StudyPlan plan;
  private final Ciss ciss;
  private final @Nullable Duration timeLimit;
  private final RunControl control;
  private final @Nullable Farm farm;

  private Study(
      StudyPlan plan,
      Ciss ciss,
      @Nullable Duration timeLimit,
      RunControl control,
      @Nullable Farm farm) {
    this.plan = plan;
    this.ciss = ciss;
    this.timeLimit = timeLimit;
    this.control = control;
    this.farm = farm;
  }

  private Study with(StudyPlan changed) {
    return new Study(changed, ciss, timeLimit, control, farm);
  }

  /** A study of runs like this one; its space is still to be named. */
  public static Study of(Ciss start) {
    Ciss ciss = start.config().evaluation().onHeldOut() ? start : start.heldOut(HELD_OUT);
    StudyPlan plan =
        new StudyPlan(
            ciss.config(),
            List.of(),
            Strategy.random(1),
            Goal.HIOU,
            List.of(),
            TRIALS,
            true,
            false,
            1);
    return new Study(plan, ciss, null, RunControl.standard(), null);
  }

  /**
   * An earlier study, which may be given more trials.
   *
   * @throws CissException of kind usage if the folder holds none
   */
  public static Study like(Path study) {
    StudyPlan plan = StudyDirectory.open(study).plan();
    return new Study(plan, Ciss.of(plan.config()), null, RunControl.standard(), null);
  }

  /**
   * Goes on with a study that was stopped, killed or failed; see {@link #goOn}.
   *
   * @throws CissException of kind usage if the folder holds none
   */
  public static StudyResult resume(Path study, StudyListener listener) {
    return like(study).goOn(study, listener);
  }

  /**
   * What came out of an earlier study, as far as it got.
   *
   * @throws CissException of kind usage if the folder holds none
   */
  public static StudyResult open(Path study) {
    return StudyDirectory.open(study).result();
  }

  /** With these dimensions, a text for each; see {@link SearchSpace#parse}. */
  public Study space(String... dimensions) {
    return space(SearchSpace.parse(dimensions));
  }

  /**
   * With this space.
   *
   * @throws CissException of kind usage if the method and its runs have nothing of a name, or
   *     cannot take a value
   */
  public Study space(SearchSpace space) {
    return with(plan.withSpace(new RunParameters(plan.config()).fitted(space)));
  }

  /** With candidates chosen like this. */
  public Study strategy(Strategy strategy) {
    return with(plan.withStrategy(strategy));
  }

  /** With this many trials at most; a grid may end earlier. */
  public Study trials(int count) {
    return with(plan.withTrials(count));
  }

  /**
   * Wanting this score high, and others beside it. The first decides alone what is tried, given up
   * and best; trials that none beats in everything are in a table of the report.
   *
   * @throws CissException of kind usage if the first is no score, or one is named twice
   */
  public Study goal(Goal first, Goal... beside) {
    return with(plan.withGoals(first, List.of(beside)));
  }

  /** With hopeless trials given up, or not. */
  public Study medianRule(boolean on) {
    return with(plan.withMedianRule(on));
  }

  /**
   * With a seed for each trial, drawn from that of the runs, or not. Trials that share a seed also
   * share base steps and differ in nothing but the values that are searched.
   */
  public Study ownSeeds(boolean own) {
    return with(plan.withOwnSeeds(own));
  }

  /** To be stopped after this time; the trial that is running saves itself. */
  public Study timeLimit(Duration limit) {
    return new Study(plan, ciss, limit, control, farm);
  }

  /** To be stopped by this; the trial that is running saves itself. */
  public Study stop(StopSignal signal) {
    return new Study(plan, ciss, timeLimit, control.withStop(signal), farm);
  }

  /** With the words that started the study in the provenance of its runs. */
  public Study command(List<String> words) {
    return new Study(plan, ciss, timeLimit, control.withCommand(words), farm);
  }

  /**
   * With trials on a farm. A strategy that learns from scores does so in turns of as many trials as
   * the farm runs at once, or of as many as before if the study goes on; the median rule compares
   * with what had ended when a trial began.
   */
  public Study on(Farm place) {
    boolean learns = plan.strategy().kind().learns();
    StudyPlan wide = plan.withAtOnce(learns ? place.atOnce() : Integer.MAX_VALUE);
    return new Study(wide, ciss, timeLimit, control, place);
  }

  /** What was asked for, all defaults filled in. */
  public StudyPlan plan() {
    return plan;
  }

  /**
   * Runs the study.
   *
   * @param out folder of the study, empty or missing
   * @return what came out, as far as it got
   * @throws CissException of kind usage if something does not exist or does not fit; of kind
   *     failure if no trial could be trained
   */
  public StudyResult run(Path out, StudyListener listener) {
    StudyDirectory.requireFree(out);
    SearchSpace space = fittedSpace();
    Experiment first = first();
    try (RunLock lock = RunLock.take(out)) {
      return search(StudyDirectory.create(out, plan), space, first, listener);
    }
  }

  /**
   * Goes on with a study of this plan, all trials that have ended kept; the one that was running
   * goes on from its latest checkpoint.
   *
   * @throws CissException of kind usage if the folder holds no study, or another process runs it;
   *     of kind failure if its trials are of another plan
   */
  public StudyResult goOn(Path study, StudyListener listener) {
    StudyDirectory directory = StudyDirectory.open(study);
    SearchSpace space = fittedSpace();
    Experiment first = first();
    try (RunLock lock = RunLock.take(study)) {
      return with(inTurnsOf(directory.plan())).search(directory, space, first, listener);
    }
  }

  /** In other turns, a strategy that learns would come to other candidates. */
  private StudyPlan inTurnsOf(StudyPlan before) {
    return plan.strategy().kind().learns() ? plan.withAtOnce(before.atOnce()) : plan;
  }

  private SearchSpace fittedSpace() {
    return new RunParameters(plan.config()).fitted(SearchSpace.parse(plan.space()));
  }

  private Experiment first() {
    Experiment first = ciss.experiment();
    plan.goals().forEach(goal -> TrainingObjective.requireGoal(goal, first));
    first.requireReplayed();
    return first;
  }

  private StudyResult search(
      StudyDirectory directory, SearchSpace space, Experiment first, StudyListener listener) {
    Deadline deadline = new Deadline(control.stop(), timeLimit, System::nanoTime);
    TrialRunner runner =
        farm == null
            ? new LocalRunner(
                new TrainingObjective(directory, plan, first, deadline, control),
                deadline,
                listener)
            : new FarmRunner(directory, farm, deadline, listener);
    return new Search(directory, plan, space, runner, deadline, listener).run();
  }
}
