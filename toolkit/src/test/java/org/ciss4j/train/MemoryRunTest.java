// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.batch.Replay;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.FineTuning;
import org.ciss4j.method.Method;
import org.ciss4j.result.MemoryImage;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.MemoryConfig;
import org.ciss4j.result.config.MemoryConfig.Policy;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of three steps that replay images of earlier ones. */
class MemoryRunTest {
  private static final int SIZE = 6;
  private static final List<Integer> ORDER = List.of(4, 2, 1, 3);
  private static final Training TRAINING = SmallRun.TRAINING.withEpochs(1);

  @TempDir Path folder;

  private static Experiment experiment(
      Method method, Setting setting, Policy policy, double heldOut) {
    return experiment(method, setting, new MemoryConfig(SIZE, policy), heldOut, TRAINING);
  }

  private static Experiment experiment(
      Method method, Setting setting, MemoryConfig memory, double heldOut, Training training) {
    Experiment plain = SmallRun.experiment(method, 5);
    return new Experiment(
        plain.dataset(),
        Scenario.parse("2-1", plain.dataset().labelSpace(), ORDER),
        StepRules.of(setting),
        method,
        plain.model(),
        training,
        memory,
        plain.evaluation().withHeldOut(heldOut),
        5);
  }

  private static <T extends RunEvent> List<T> events(List<RunEvent> events, Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static String header(RunDirectory run, int step) throws IOException {
    return Files.readAllLines(run.step(step).losses()).get(0);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReplayedIsOnDiskAndComesFromEarlierSteps(Policy policy) throws IOException {
    Experiment experiment = experiment(Dkd.voc(), Setting.OVERLAPPED, policy, 0.2);
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(experiment, folder, events);
    RunDirectory run = RunDirectory.open(folder);
    assertThat(run.config().memory()).isEqualTo(new MemoryConfig(SIZE, policy));
    assertThat(run.step(0).memoryFile()).doesNotExist();
    StepImages images = experiment.images();
    Set<String> earlier = new HashSet<>();
    for (Step step : experiment.scenario()) {
      if (!step.isBase()) {
        List<MemoryImage> memory = run.step(step.index()).memory();
        assertThat(memory).hasSize(SIZE).extracting(MemoryImage::id).doesNotHaveDuplicates();
        assertThat(earlier).containsAll(memory.stream().map(MemoryImage::id).toList());
        assertThat(images.heldOut())
            .isNotEmpty()
            .doesNotContainAnyElementsOf(memory.stream().map(MemoryImage::id).toList());
        assertThat(memory)
            .allSatisfy(image -> assertThat(step.oldClasses()).containsAll(image.classes()))
            .allSatisfy(image -> assertThat(image.classes()).contains(image.drawnFor()));
      }
      earlier.addAll(images.training(step));
    }
    assertThat(events(events, RunEvent.MemoryChosen.class))
        .extracting(RunEvent.MemoryChosen::images)
        .containsExactly(run.step(1).memory(), run.step(2).memory());
    assertThat(header(run, 0)).doesNotContain("mbce_memory");
    assertThat(header(run, 1).contains(",ac,mbce_memory,")).isEqualTo(policy == Policy.PAPER);
    List<Long> planned = events(events, RunEvent.RunStarted.class).get(0).iterations();
    assertThat(events(events, RunEvent.StepStarted.class))
        .extracting(RunEvent.StepStarted::iterations)
        .isEqualTo(planned);
    int own = images.training(experiment.scenario().get(1)).size();
    assertThat(planned.get(1)).isEqualTo((policy == Policy.PAPER ? own : own + SIZE) / 4);
  }

  /** The leak test of the memory: labels that no step has shown stay unknown. */
  @ParameterizedTest
  @EnumSource
  void aPolicyAllowsNoLabelThatNoStepHasShown(Setting setting) {
    for (Policy policy : Policy.values()) {
      Experiment experiment = experiment(FineTuning.standard(), setting, policy, 0);
      Path out = folder.resolve(policy.label());
      SmallRun.train(experiment, out, new ArrayList<>());
      RunDirectory run = RunDirectory.open(out);
      StepImages images = experiment.images();
      ReplayMemory memory = new ReplayMemory(experiment, images, run, RunListener.none());
      for (Step step : experiment.scenario().steps().subList(1, 3)) {
        List<MemoryImage> chosen = run.step(step.index()).memory();
        Parameters before = Checkpoints.load(run, step.index() - 1);
        Replay replay = memory.before(step, before);
        assertThat(run.step(step.index()).memory()).as("chosen again").isEqualTo(chosen);
        assertThat(replay.images()).hasSameSizeAs(chosen);
        for (Replay.Image image : replay.images()) {
          Set<Integer> allowed = images.labelledClasses(image.id(), step);
          assertThat(allowed).containsAll(image.labelledClasses());
          if (policy == Policy.PAPER) {
            assertThat(image.labelledClasses()).isEqualTo(allowed).isNotEmpty();
          } else {
            assertThat(images.view(step).labelledClasses()).containsAll(image.labelledClasses());
          }
        }
      }
    }
  }

  /** As under --classes: what the scenario leaves out is in no memory, and background in images. */
  @ParameterizedTest
  @EnumSource
  void classesThatAreLeftOutAreNotReplayed(Policy policy) {
    Experiment all = experiment(Dkd.voc(), Setting.OVERLAPPED, policy, 0);
    List<Integer> learnt = List.of(4, 2, 1);
    Scenario scenario = Scenario.parse("1-1", all.dataset().labelSpace(), learnt, learnt);
    Experiment some =
        new Experiment(
            all.dataset(),
            scenario,
            all.rules(),
            all.method(),
            all.model(),
            TRAINING,
            all.memory(),
            all.evaluation(),
            5);
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(some, folder, events);
    List<RunEvent.MemoryChosen> chosen = events(events, RunEvent.MemoryChosen.class);
    assertThat(chosen).hasSize(2);
    for (RunEvent.MemoryChosen memory : chosen) {
      assertThat(memory.images())
          .hasSize(SIZE)
          .allSatisfy(
              image ->
                  assertThat(scenario.get(memory.step()).oldClasses())
                      .containsAll(image.classes()));
      for (MemoryImage image : memory.images()) {
        assertThat(learnt)
            .containsAll(some.images().labelledClasses(image.id(), scenario.get(memory.step())));
      }
    }
  }

  @Test
  void theSameSeedReplaysTheSame() throws IOException {
    Experiment experiment = experiment(Dkd.voc(), Setting.DISJOINT, Policy.PAPER, 0);
    SmallRun.train(experiment, folder.resolve("a"), new ArrayList<>());
    SmallRun.train(experiment, folder.resolve("b"), new ArrayList<>());
    for (String file : List.of("step_2/memory.json", "step_2/model.safetensors")) {
      assertThat(Files.mismatch(folder.resolve("a").resolve(file), folder.resolve("b/" + file)))
          .isEqualTo(-1);
    }
  }

  @Test
  void thereMayBeFewerImagesThanWanted() {
    Experiment experiment =
        experiment(
            FineTuning.standard(),
            Setting.DISJOINT,
            new MemoryConfig(1000, Policy.OFFICIAL),
            0,
            TRAINING);
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(experiment, folder, events);
    StepImages images = experiment.images();
    RunEvent.MemoryChosen chosen = events(events, RunEvent.MemoryChosen.class).get(0);
    assertThat(chosen.wanted()).isEqualTo(1000);
    assertThat(chosen.images().size())
        .isPositive()
        .isLessThanOrEqualTo(images.training(experiment.scenario().get(0)).size());
  }

  @Test
  void halfOfABatchOfOneIsNothing() {
    assertThatThrownBy(
            () ->
                experiment(
                    FineTuning.standard(),
                    Setting.OVERLAPPED,
                    new MemoryConfig(5, Policy.PAPER),
                    0,
                    TRAINING.withBatchSize(1)))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("use a batch size of at least 2, or memory policy official");
  }

  @Test
  void aDamagedMemoryIsNamed() throws IOException {
    Experiment experiment = experiment(Dkd.voc(), Setting.OVERLAPPED, Policy.PAPER, 0);
    SmallRun.train(experiment, folder, new ArrayList<>());
    RunDirectory run = RunDirectory.open(folder);
    Files.writeString(run.step(1).memoryFile(), "[{\"id\":\"train_1\"}]");
    Files.delete(run.step(2).memoryFile());
    ReplayMemory memory =
        new ReplayMemory(experiment, experiment.images(), run, RunListener.none());
    Parameters before = Checkpoints.load(run, 1);
    assertThatThrownBy(() -> memory.before(experiment.scenario().get(2), before))
        .isInstanceOf(CissException.class)
        .hasMessageContaining(run.step(1).memoryFile() + " cannot be read");
  }
}
