// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.ColourJitter;
import org.ciss4j.data.batch.ImagePipeline;
import org.ciss4j.data.batch.Loading;
import org.ciss4j.data.batch.ScaledCrop;
import org.ciss4j.data.batch.TrainingBatches;
import org.ciss4j.data.set.SampleDataset;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.junit.jupiter.api.Test;

class CachedDatasetTest extends SegmentationDatasetContract {
  private static final int IMAGE = 4 * BlockDataset.WIDTH * BlockDataset.HEIGHT;
  private static final long PLENTY = 1 << 24;
  private final BlockDataset blocks = new BlockDataset(6);

  @Override
  public SegmentationDataset dataset() {
    return new CachedDataset(
        new SampleDataset(SampleDataset.Options.standard().withSize(32).withImages(30, 10)),
        PLENTY);
  }

  @Test
  void anImageIsDecodedOnce() {
    CachedDataset cached = new CachedDataset(blocks, PLENTY);
    LabeledImage first = cached.read("train_3");
    LabeledImage second = cached.read("train_3");
    assertThat(blocks.readIds).containsExactly("train_3");
    assertThat(second.rgb()).isEqualTo(first.rgb());
    assertThat(second.label()).isEqualTo(first.label());
    assertThat(second.width()).isEqualTo(BlockDataset.WIDTH);
    assertThat(cached.used()).isEqualTo(IMAGE);
  }

  @Test
  void neverKeepsMoreThanItMay() {
    CachedDataset cached = new CachedDataset(blocks, 2 * IMAGE + 5);
    for (int round = 0; round < 2; round++) {
      blocks.ids(Split.TRAIN).forEach(cached::read);
      assertThat(cached.used()).isEqualTo(2 * IMAGE);
    }
    assertThat(blocks.readIds).hasSize(6 + 4);
  }

  /** Threads that decode the same image at once must not leave it in memory twice. */
  @Test
  void neverTakesMoreMemoryThanItMay() throws Exception {
    int threads = 4;
    CyclicBarrier together = new CyclicBarrier(threads);
    CachedDataset cached = new CachedDataset(new BlockDataset(6, id -> meet(together)), 5 * IMAGE);
    long before = Pointer.totalBytes();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      for (String id : blocks.ids(Split.TRAIN)) {
        Callable<LabeledImage> read = () -> cached.read(id);
        for (Future<LabeledImage> image : executor.invokeAll(Collections.nCopies(threads, read))) {
          assertThat(image.get().id()).isEqualTo(id);
        }
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(cached.used()).isEqualTo(5 * IMAGE);
    assertThat(Pointer.totalBytes() - before).isLessThanOrEqualTo(5 * IMAGE);
  }

  private static void meet(CyclicBarrier together) {
    try {
      together.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void batchesAreTheSameWithAndWithoutAndWithAnyNumberOfThreads() {
    List<String> expected = batches(blocks, 1);
    CachedDataset cached = new CachedDataset(blocks, 3 * IMAGE);
    for (int threads : new int[] {1, 4}) {
      assertThat(batches(blocks, threads)).isEqualTo(expected);
      assertThat(batches(cached, threads)).isEqualTo(expected);
    }
    assertThat(cached.used()).isEqualTo(3 * IMAGE);
  }

  /** Two epochs through every transform there is. */
  private static List<String> batches(SegmentationDataset dataset, int threads) {
    Scenario scenario = Scenario.parse("2-2", dataset.labelSpace());
    ImagePipeline pipeline =
        new ImagePipeline(ScaledCrop.of(48), new ColourJitter(0.4, 0.4, 0.4, 0.1));
    TrainingBatches batches =
        new TrainingBatches(
            dataset,
            dataset.ids(Split.TRAIN),
            new LabelView(scenario, scenario.get(0)),
            pipeline,
            new Seeds(9),
            new Loading(2, threads, 4));
    List<String> contents = new ArrayList<>();
    try (BatchStream stream = batches.stream(0, 6)) {
      stream.forEachRemaining(
          batch -> {
            contents.add(
                batch.ids()
                    + " "
                    + Arrays.hashCode(batch.image().data().asFloat())
                    + " "
                    + Arrays.hashCode(batch.label().data().asInt()));
            batch.close();
          });
    }
    return contents;
  }

  @Test
  void refusesNoRoom() {
    assertThatThrownBy(() -> new CachedDataset(blocks, 0))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("500m");
  }
}
