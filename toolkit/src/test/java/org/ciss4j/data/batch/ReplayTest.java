// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Batch;
import org.ciss4j.data.BlockDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Replayed images in training batches. Image i of the blocks shows classes 1 to 1 + i % 4. */
class ReplayTest {
  private static final Seeds SEEDS = new Seeds(5);
  private final BlockDataset dataset = new BlockDataset(20);
  private final Scenario scenario = Scenario.parse("2-1", dataset.labelSpace());

  private static Replay replay(Replay.Mixing mixing, String... ids) {
    return new Replay(
        Arrays.stream(ids).map(id -> new Replay.Image(id, Set.of(1, 2))).toList(), mixing);
  }

  private TrainingBatches batches(List<String> ids, Replay replay, int batchSize, int threads) {
    LabelView view = new LabelView(scenario, scenario.get(1));
    return new TrainingBatches(
        dataset,
        ids,
        replay,
        view,
        ImagePipeline.of(Crop.random(32)),
        SEEDS,
        Loading.of(batchSize).withThreads(threads));
  }

  private static final List<String> STEP =
      List.of("train_2", "train_6", "train_10", "train_14", "train_18");

  @Test
  void appendedImagesMakeTheEpochLonger() {
    Replay replay = replay(Replay.Mixing.APPENDED, "train_0", "train_1", "train_2");
    TrainingBatches batches = batches(STEP, replay, 2, 1);
    assertThat(batches.perEpoch()).isEqualTo(4);
    List<String> epoch = new ArrayList<>();
    IntStream.range(4, 8).forEach(i -> epoch.addAll(batches.idsAt(i)));
    assertThat(epoch)
        .containsExactlyInAnyOrder(
            "train_0",
            "train_1",
            "train_2",
            "train_2",
            "train_6",
            "train_10",
            "train_14",
            "train_18");
  }

  @Test
  void halfOfEachBatchIsReplayedInTurn() {
    Replay replay = replay(Replay.Mixing.HALF_OF_EACH_BATCH, "train_0", "train_1", "train_4");
    TrainingBatches batches = batches(STEP, replay, 5, 1);
    assertThat(batches.perEpoch()).as("as without replay").isEqualTo(1);
    List<String> replayed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<String> ids = batches.idsAt(i);
      assertThat(ids).hasSize(5);
      assertThat(STEP).containsAll(ids.subList(0, 3));
      replayed.addAll(ids.subList(3, 5));
    }
    assertThat(replayed.subList(0, 3)).containsExactlyInAnyOrder("train_0", "train_1", "train_4");
    assertThat(replayed.subList(3, 6)).containsExactlyInAnyOrder("train_0", "train_1", "train_4");
  }

  @Test
  void aStepOfFewImagesStillReplays() {
    Replay replay = replay(Replay.Mixing.HALF_OF_EACH_BATCH, "train_0");
    TrainingBatches batches = batches(List.of("train_2"), replay, 6, 1);
    assertThat(batches.idsAt(0)).containsExactly("train_2", "train_0", "train_0", "train_0");
    Replay nothing = new Replay(List.of(), Replay.Mixing.HALF_OF_EACH_BATCH);
    assertThat(batches(STEP, nothing, 4, 1).idsAt(0)).hasSize(4).isSubsetOf(STEP);
  }

  @ParameterizedTest
  @EnumSource
  void threadsChangeNothing(Replay.Mixing mixing) {
    Replay replay = replay(mixing, "train_0", "train_1", "train_2");
    assertThat(contents(batches(STEP, replay, 2, 1)))
        .hasSize(8)
        .isEqualTo(contents(batches(STEP, replay, 2, 3)));
  }

  private static List<Integer> contents(TrainingBatches batches) {
    List<Integer> contents = new ArrayList<>();
    try (BatchStream stream = batches.stream(0, 8)) {
      while (stream.hasNext()) {
        try (Batch batch = stream.next()) {
          contents.add(Arrays.hashCode(batch.image().data().asFloat()));
        }
      }
    }
    return contents;
  }

  @Test
  void replayedImagesShowTheirOwnClassesAndTheOthersTheStepsAlone() {
    Replay replay = replay(Replay.Mixing.HALF_OF_EACH_BATCH, "train_7");
    TrainingBatches batches = batches(STEP, replay, 4, 1);
    try (BatchStream stream = batches.stream(0, 1);
        Batch batch = stream.next();
        INDArray memory = batch.memoryLabel()) {
      assertThat(batch.replayed()).isEqualTo(2);
      int[] labels = batch.label().data().asInt();
      int half = labels.length / 2;
      assertThat(met(labels, 0, half)).isEqualTo(Set.of(0, 3));
      assertThat(met(labels, half, labels.length)).isEqualTo(Set.of(0, 1, 2));
      int[] ofMemory = memory.data().asInt();
      assertThat(met(ofMemory, 0, half)).isEqualTo(Set.of(255));
      assertThat(Arrays.copyOfRange(ofMemory, half, labels.length))
          .isEqualTo(Arrays.copyOfRange(labels, half, labels.length));
    }
  }

  private static Set<Integer> met(int[] labels, int from, int to) {
    Set<Integer> met = new HashSet<>();
    IntStream.range(from, to).forEach(i -> met.add(labels[i]));
    return met;
  }

  @Test
  void testImagesAreNotReplayed() {
    Replay replay = replay(Replay.Mixing.APPENDED, "test_0");
    assertThatThrownBy(() -> batches(STEP, replay, 2, 1))
        .isInstanceOf(CissException.class)
        .hasMessage("test_0 is no training image of blocks; it must not be trained on");
  }

  /** What a step may know of an image is what the steps that it belongs to have shown of it. */
  @ParameterizedTest
  @EnumSource
  void labelledClassesAreThoseOfTheStepsOfTheImage(Setting setting) {
    StepImages images = new StepImages(dataset, scenario, StepRules.of(setting));
    for (Step step : scenario) {
      for (String id : dataset.ids(Split.TRAIN)) {
        Set<Integer> shown = new HashSet<>(images.labelledClasses(id, step));
        shown.retainAll(dataset.classesIn(id));
        Set<Integer> expected = new HashSet<>();
        for (Step earlier : scenario.steps().subList(0, step.index() + 1)) {
          if (images.training(earlier).contains(id)) {
            expected.addAll(
                setting == Setting.SEQUENTIAL ? earlier.seenClasses() : earlier.newClasses());
          }
        }
        expected.retainAll(dataset.classesIn(id));
        assertThat(shown).as("%s in step %d", id, step.index()).isEqualTo(expected);
        assertThat(step.futureClasses()).noneMatch(shown::contains);
      }
    }
  }

  /** Overlapped: all seen classes of the image, as SSUL's memory has them. */
  @Test
  void inTheOverlappedSettingAllSeenClassesAreLabelled() {
    StepImages images = new StepImages(dataset, scenario, StepRules.of(Setting.OVERLAPPED));
    assertThat(images.labelledClasses("train_3", scenario.get(1))).containsExactly(1, 2, 3);
    StepImages disjoint = new StepImages(dataset, scenario, StepRules.of(Setting.DISJOINT));
    assertThat(disjoint.labelledClasses("train_2", scenario.get(2))).containsExactly(3);
  }
}
