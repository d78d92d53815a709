// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ciss4j.Ciss;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.TrainingOnly;
import org.ciss4j.data.set.SampleDataset;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.train.Experiment;
import org.ciss4j.train.RunControl;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.ciss4j.train.ScenarioRunner;
import org.ciss4j.train.StopSignal;
import org.ciss4j.tuning.space.SearchSpace;
import org.ciss4j.tuning.space.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Studies that train: 32 small images, three steps of a few iterations. */
class TrainingObjectiveTest {
  private static final SegmentationDataset DATASET = new TrainingOnly(dataset());

  @TempDir Path folder;

  private final StopSignal stop = new StopSignal();
  private final List<StudyEvent> events = new ArrayList<>();

  private static SampleDataset dataset() {
    return new SampleDataset(SampleDataset.Options.standard().withSize(32).withImages(40, 8));
  }

  private static Study study() {
    Ciss ciss =
        Ciss.dataset("sample").scenario("2-1").crop(32).epochs(1).batchSize(8).learningRate(0.02);
    return Study.of(ciss).medianRule(false);
  }

  private StudyResult run(Path root, Study study) {
    StudyPlan plan = study.plan();
    StudyDirectory directory =
        StudyDirectory.exists(root) ? StudyDirectory.open(root) : StudyDirectory.create(root, plan);
    Deadline deadline = new Deadline(stop, null, () -> 0);
    SearchSpace space = new RunParameters(plan.config()).fitted(SearchSpace.parse(plan.space()));
    return search(directory, space, objective(directory, plan), deadline, this::hear);
  }

  private static StudyResult search(
      StudyDirectory directory,
      SearchSpace space,
      Objective objective,
      Deadline deadline,
      StudyListener listener) {
    LocalRunner runner = new LocalRunner(objective, deadline, listener);
    return new Search(directory, directory.plan(), space, runner, deadline, listener).run();
  }

  private TrainingObjective objective(StudyDirectory directory, StudyPlan plan) {
    Experiment first = Experiment.of(plan.config()).withDataset(DATASET);
    RunControl control = RunControl.standard().withCheckpointEvery(1000);
    return new TrainingObjective(
        directory, plan, first, new Deadline(stop, null, () -> 0), control);
  }

  private void hear(StudyEvent event) {
    events.add(event);
  }

  /** What a trial is without a study: trained from the start, scored on the same images. */
  private RunResult alone(Study study, Trial trial) {
    RunConfig config = new RunParameters(study.plan().config()).with(trial.values());
    return ScenarioRunner.train(
        Experiment.of(config).withDataset(DATASET),
        config,
        folder.resolve("alone"),
        RunListener.none(),
        RunControl.standard());
  }

  /** α, β and the learning rate of later steps have one base step, each γ one of its own. */
  @Test
  void trialsShareBaseStepsAndAreAsIfTrainedAlone() throws IOException {
    Study study =
        study()
            .space("kd=1..20 log", "dkd=1..20 log", "later-lr=1e-4..1e-2 log", "posWeight=1,2")
            .strategy(Strategy.random(2))
            .trials(4);
    Path root = folder.resolve("study");
    StudyResult result = run(root, study);
    assertThat(result.trials()).hasSize(4).allMatch(Trial::finished);
    assertThat(result.trials())
        .extracting(trial -> trial.values().get("posWeight"))
        .contains("1", "2");
    StudyDirectory directory = StudyDirectory.open(root);
    assertThat(directory.bases()).hasSize(2);
    assertThat(RunDirectory.open(directory.base(1)).result().steps()).hasSize(1);
    Trial last = result.trials().get(3);
    RunResult alone = alone(study, last);
    assertThat(last.steps())
        .isEqualTo(alone.steps().stream().map(step -> StepScore.of(step.scores())).toList());
    assertThat(
            Files.mismatch(
                folder.resolve("alone/step_2/model.safetensors"),
                directory.trial(4).resolve("step_2/model.safetensors")))
        .isEqualTo(-1);
    assertThat(last.score()).isEqualTo(Goal.HIOU.of(last.steps().get(2)));
    assertThat(alone.config().evaluation().heldOut()).isEqualTo(0.2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStudyThatIsStoppedInATrialGoesOnInIt(boolean byInterrupt) {
    Study study = study().space("kd=1..20 log").trials(3);
    List<Trial> whole = run(folder.resolve("whole"), study).trials();
    events.clear();
    Path root = folder.resolve("parts");
    StudyListener stopping =
        event -> {
          if (event instanceof StudyEvent.InRun run
              && run.trial() == 2
              && run.event() instanceof RunEvent.IterationDone done
              && done.step() == 2) {
            if (byInterrupt) {
              Thread.currentThread().interrupt();
            } else {
              stop.request();
            }
          }
        };
    StudyPlan plan = study.plan();
    StudyDirectory directory = StudyDirectory.create(root, plan);
    SearchSpace space = SearchSpace.parse(plan.space());
    StudyResult first =
        search(
            directory,
            space,
            objective(directory, plan),
            new Deadline(stop, null, () -> 0),
            stopping);
    assertThat(Thread.interrupted()).isEqualTo(byInterrupt);
    assertThat(first.trials()).hasSize(1);
    assertThat(RunDirectory.open(directory.trial(2)).result().steps()).hasSize(2);
    Deadline none = new Deadline(new StopSignal(), null, () -> 0);
    TrainingObjective objective =
        new TrainingObjective(
            directory,
            plan,
            Experiment.of(plan.config()).withDataset(DATASET),
            none,
            RunControl.standard());
    List<Trial> parts = search(directory, space, objective, none, this::hear).trials();
    assertThat(parts).extracting(Trial::steps).isEqualTo(whole.stream().map(Trial::steps).toList());
    assertThat(events)
        .filteredOn(StudyEvent.TrialStarted.class::isInstance)
        .extracting(event -> ((StudyEvent.TrialStarted) event).candidate().number())
        .containsExactly(2, 3);
  }

  @Test
  void aLossThatIsNoNumberIsAFailedTrial() {
    Study study =
        study().space("later-lr=0.001,1e20", "epochs=3").strategy(Strategy.grid(2)).trials(2);
    StudyResult result = run(folder.resolve("study"), study);
    assertThat(result.trials())
        .extracting(Trial::outcome)
        .containsExactly(Trial.Outcome.FINISHED, Trial.Outcome.FAILED);
    assertThat(result.trials().get(1).reason()).contains("loss");
  }

  @Test
  void aHopelessTrialIsGivenUp() {
    Study study = study().space("kd=1..20 log").medianRule(true);
    StudyDirectory directory = StudyDirectory.create(folder.resolve("study"), study.plan());
    List<StepScore> high =
        List.of(
            new StepScore(1, Double.NaN, 1, Double.NaN),
            new StepScore(1, 1, 1, 1),
            new StepScore(1, 1, 1, 1));
    List<Trial> others =
        List.of(1, 2, 3, 4).stream()
            .map(n -> new Trial(n, Map.of(), 1, Trial.Outcome.FINISHED, 1, high, ""))
            .toList();
    Candidate candidate = new Candidate(5, Map.of("kd", "3"), 1);
    Objective.Outcome outcome =
        objective(directory, study.plan()).of(candidate, others, this::hear).orElseThrow();
    assertThat(outcome.steps()).hasSize(2);
    assertThat(outcome.hopeless()).contains("after step 1 is below the median 100.00");
    assertThat(outcome.score()).isEqualTo(Goal.HIOU.of(outcome.steps().get(1)));
    assertThat(RunDirectory.open(directory.trial(5)).result().steps()).hasSize(2);
  }

  @Test
  void ownSeedsShareNothing() {
    Study study = study().space("kd=1..20 log").ownSeeds(true).trials(2);
    StudyResult result = run(folder.resolve("study"), study);
    assertThat(StudyDirectory.open(folder.resolve("study")).bases()).isEmpty();
    assertThat(RunDirectory.open(folder.resolve("study/trial_2")).config().seed())
        .isEqualTo(result.trials().get(1).seed())
        .isNotEqualTo(result.trials().get(0).seed());
  }

  @Test
  void aGoalWithoutNovelClassesIsRefused() {
    Study study = Study.of(Ciss.dataset("sample").scenario("joint")).space("lr=0.01,0.02");
    assertThatThrownBy(() -> study.run(folder.resolve("study"), StudyListener.none()))
        .hasMessageContaining("objective hIoU needs novel classes");
    assertThat(folder.resolve("study")).doesNotExist();
  }
}
