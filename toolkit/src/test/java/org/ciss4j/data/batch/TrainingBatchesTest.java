// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Batch;
import org.ciss4j.data.BlockDataset;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;
import org.ciss4j.scenario.VoidPixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class TrainingBatchesTest {
  private static final Seeds SEEDS = new Seeds(5);
  private static final int PER_EPOCH = 3;
  private final BlockDataset dataset = new BlockDataset(14);

  private static LabelView view(SegmentationDataset dataset, String scenario, int step) {
    Scenario parsed = Scenario.parse(scenario, dataset.labelSpace());
    return new LabelView(parsed, parsed.get(step));
  }

  private TrainingBatches batches(Loading loading) {
    return batches(dataset, loading);
  }

  private static TrainingBatches batches(SegmentationDataset dataset, Loading loading) {
    LabelView view = view(dataset, "2-2", 0);
    return new TrainingBatches(
        dataset, dataset.ids(Split.TRAIN), view, Crop.random(32), SEEDS, loading);
  }

  /** What is in batches, as text that can be compared. */
  private static List<String> contents(BatchStream stream) {
    List<String> contents = new ArrayList<>();
    try (stream) {
      while (stream.hasNext()) {
        try (Batch batch = stream.next()) {
          contents.add(
              batch.ids()
                  + " "
                  + Arrays.hashCode(batch.image().data().asFloat())
                  + " "
                  + Arrays.hashCode(batch.label().data().asInt()));
        }
      }
    }
    return contents;
  }

  @Test
  void batchesHaveTheShapesAndTypesThatNetworksTake() {
    try (BatchStream stream = batches(Loading.of(4)).stream(0, 1);
        Batch batch = stream.next()) {
      assertThat(batch.image().shape()).containsExactly(4, 3, 32, 32);
      assertThat(batch.image().dataType()).isEqualTo(DataType.FLOAT);
      assertThat(batch.label().shape()).containsExactly(4, 32, 32);
      assertThat(batch.label().dataType()).isEqualTo(DataType.INT32);
      assertThat(batch.size()).isEqualTo(4);
      assertThat(stream.hasNext()).isFalse();
    }
  }

  @Test
  void anEpochShowsEveryImageAtMostOnceAndEpochsDiffer() {
    TrainingBatches batches = batches(Loading.of(4));
    assertThat(batches.perEpoch()).isEqualTo(PER_EPOCH);
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    for (int i = 0; i < PER_EPOCH; i++) {
      first.addAll(batches.idsAt(i));
      second.addAll(batches.idsAt(PER_EPOCH + i));
    }
    assertThat(first).hasSize(12).doesNotHaveDuplicates();
    assertThat(second).hasSize(12).doesNotHaveDuplicates().isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void threadsChangeNothing(int threads) {
    List<String> one = contents(batches(new Loading(4, 1, 1)).stream(0, 9));
    assertThat(contents(batches(new Loading(4, threads, 5)).stream(0, 9)))
        .isEqualTo(one)
        .hasSize(9);
    assertThat(new HashSet<>(one)).hasSize(9);
  }

  @Test
  void aRunGoesOnInMidEpoch() {
    List<String> whole = contents(batches(Loading.of(4)).stream(0, 9));
    assertThat(contents(batches(Loading.of(4)).stream(4, 9))).isEqualTo(whole.subList(4, 9));
  }

  @Test
  void anotherSeedGivesOtherBatches() {
    LabelView view = view(dataset, "2-2", 0);
    TrainingBatches other =
        new TrainingBatches(
            dataset, dataset.ids(Split.TRAIN), view, Crop.random(32), new Seeds(6), Loading.of(4));
    assertThat(contents(other.stream(0, 3)))
        .isNotEqualTo(contents(batches(Loading.of(4)).stream(0, 3)));
  }

  @Test
  void fewImagesMakeOneSmallerBatch() {
    TrainingBatches batches = batches(Loading.of(100));
    assertThat(batches.perEpoch()).isEqualTo(1);
    assertThat(batches.idsAt(3)).hasSize(14);
    assertThat(contents(batches.stream(0, 2))).hasSize(2);
  }

  @Test
  void coloursAreNormalisedAndLabelsAreChannels() {
    LabelView view = view(dataset, "2-2", 1);
    TrainingBatches batches =
        new TrainingBatches(dataset, List.of("train_3"), view, Crop.none(), SEEDS, Loading.of(1));
    LabeledImage source = dataset.read("train_3");
    try (BatchStream stream = batches.stream(0, 1);
        Batch batch = stream.next()) {
      for (int[] at : new int[][] {{0, 0}, {20, 40}, {63, 95}, {50, 3}}) {
        int pixel = at[0] * BlockDataset.WIDTH + at[1];
        int label = Byte.toUnsignedInt(source.label()[pixel]);
        float red = (BlockDataset.red(label) / 255f - 0.485f) / 0.229f;
        assertThat(batch.image().getFloat(0, 0, at[0], at[1])).isEqualTo(red);
        assertThat(batch.image().getFloat(0, 1, at[0], at[1]))
            .isEqualTo((3 / 255f - 0.456f) / 0.224f);
        assertThat(batch.image().getFloat(0, 2, at[0], at[1])).isEqualTo((0 - 0.406f) / 0.225f);
        int expected = label == 255 || label < 3 ? 0 : label;
        assertThat(batch.label().getInt(0, at[0], at[1])).isEqualTo(expected);
      }
    }
  }

  @Test
  void nothingButLabelledClassesAndBackgroundReachesTraining() {
    Scenario scenario = Scenario.parse("2-1", dataset.labelSpace());
    for (Setting setting : Setting.values()) {
      StepImages images = new StepImages(dataset, scenario, StepRules.of(setting));
      for (Step step : scenario) {
        LabelView view = images.view(step);
        Set<Integer> allowed = new HashSet<>(Set.of(0));
        boolean oldToo = setting == Setting.SEQUENTIAL || setting == Setting.LABELLED;
        (oldToo ? step.seenClasses() : step.newClasses())
            .forEach(id -> allowed.add(view.channelOf(id)));
        List<String> ids = images.training(step);
        TrainingBatches batches =
            new TrainingBatches(dataset, ids, view, Crop.random(48), SEEDS, Loading.of(2));
        assertThat(labelsMet(batches.stream(0, batches.perEpoch()))).isEqualTo(allowed);
      }
    }
    assertThat(dataset.readIds).isNotEmpty().allMatch(id -> id.startsWith("train_"));
  }

  @Test
  void voidThatIsIgnoredStaysVoid() {
    LabelView plain = view(dataset, "2-2", 1);
    LabelView view =
        new LabelView(plain.scenario(), plain.step(), Setting.OVERLAPPED, VoidPixels.IGNORED);
    TrainingBatches batches =
        new TrainingBatches(dataset, List.of("train_3"), view, Crop.none(), SEEDS, Loading.of(1));
    assertThat(labelsMet(batches.stream(0, 1))).containsExactlyInAnyOrder(0, 3, 4, 255);
  }

  private static Set<Integer> labelsMet(BatchStream stream) {
    Set<Integer> met = new HashSet<>();
    try (stream) {
      while (stream.hasNext()) {
        try (Batch batch = stream.next()) {
          Arrays.stream(batch.label().data().asInt()).forEach(met::add);
        }
      }
    }
    return met;
  }

  @Test
  void testImagesAreRefused() {
    LabelView view = view(dataset, "2-2", 0);
    assertThatThrownBy(
            () ->
                new TrainingBatches(
                    dataset, List.of("train_0", "test_1"), view, Crop.none(), SEEDS, Loading.of(1)))
        .isInstanceOf(CissException.class)
        .hasMessage("test_1 is no training image of blocks; it must not be trained on");
  }

  @Test
  void aStepWithoutImagesIsRefused() {
    LabelView view = view(dataset, "2-1", 2);
    assertThatThrownBy(
            () -> new TrainingBatches(dataset, List.of(), view, Crop.none(), SEEDS, Loading.of(1)))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("step 2 of 2-1 has no training image in blocks");
  }

  @Test
  void whatALoaderThreadMeetsReachesTheConsumer() {
    CissException broken = CissException.failure("image b.jpg is cut short");
    BlockDataset bad =
        new BlockDataset(
            14,
            id -> {
              if (id.equals("train_7")) {
                throw broken;
              }
            });
    try (BatchStream stream = batches(bad, new Loading(2, 2, 3)).stream(0, 7)) {
      Throwable thrown =
          catchThrowable(
              () -> {
                while (stream.hasNext()) {
                  stream.next().close();
                }
              });
      assertThat(thrown).isSameAs(broken);
    }
    assertThat(loaderThreads()).isZero();
  }

  @Test
  void imagesOfDifferentSizesCannotShareABatch() {
    VocSizes sizes = new VocSizes();
    LabelView view = view(sizes, "2-2", 0);
    TrainingBatches batches =
        new TrainingBatches(sizes, sizes.ids(Split.TRAIN), view, Crop.none(), SEEDS, Loading.of(2));
    try (BatchStream stream = batches.stream(0, 1)) {
      assertThatThrownBy(stream::next)
          .isInstanceOf(CissException.class)
          .hasMessageContaining("cannot share a batch");
    }
  }

  @Test
  void closingStopsThreadsAndFreesWhatNobodyTook() {
    BatchStream stream = batches(new Loading(4, 3, 4)).stream(0, 100);
    INDArray taken = stream.next().image();
    assertThat(loaderThreads()).isPositive();
    stream.close();
    stream.close();
    assertThat(loaderThreads()).isZero();
    assertThat(stream.hasNext()).isFalse();
    assertThat(taken.wasClosed()).isFalse();
    taken.close();
  }

  @Test
  void prefetchIsBounded() throws InterruptedException {
    AtomicInteger reads = new AtomicInteger();
    BlockDataset counting = new BlockDataset(14, id -> reads.incrementAndGet());
    try (BatchStream stream = batches(counting, new Loading(1, 2, 3)).stream(0, 14)) {
      awaitReads(reads, 3);
      stream.next().close();
      awaitReads(reads, 4);
    }
  }

  /** As many reads come as are allowed, however slow the machine; and then no more. */
  private static void awaitReads(AtomicInteger reads, int expected) throws InterruptedException {
    for (int i = 0; i < 500 && reads.get() < expected; i++) {
      Thread.sleep(10);
    }
    Thread.sleep(50);
    assertThat(reads.get()).isEqualTo(expected);
  }

  /** Whoever trains has something to save before it ends. */
  @Test
  void anInterruptedConsumerGetsItsBatchAndStaysInterrupted() {
    BlockDataset slow = new BlockDataset(14, id -> sleep(100));
    try (BatchStream stream = batches(slow, new Loading(1, 1, 1)).stream(0, 3)) {
      Thread.currentThread().interrupt();
      stream.next().close();
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(loaderThreads()).isZero();
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void refusesWhatIsNotPositive() {
    assertThatThrownBy(() -> new Loading(0, 1, 1))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("0, 1 and 1");
    assertThatThrownBy(() -> new Loading(1, 0, 1)).isInstanceOf(CissException.class);
    assertThatThrownBy(() -> new Loading(1, 1, 0)).isInstanceOf(CissException.class);
  }

  private static long loaderThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("ciss-loader"))
        .count();
  }

  /** Two images of different sizes. */
  private static final class VocSizes implements SegmentationDataset {
    private final BlockDataset blocks = new BlockDataset(2);

    @Override
    public String name() {
      return "sizes";
    }

    @Override
    public org.ciss4j.scenario.LabelSpace labelSpace() {
      return blocks.labelSpace();
    }

    @Override
    public List<String> ids(Split split) {
      return blocks.ids(split);
    }

    @Override
    public LabeledImage read(String id) {
      int side = id.endsWith("0") ? 4 : 8;
      return new LabeledImage(id, side, side, new byte[3 * side * side], new byte[side * side]);
    }

    @Override
    public Set<Integer> classesIn(String id) {
      return Set.of(1);
    }

    @Override
    public void check(Split split, Progress progress) {}
  }
}
