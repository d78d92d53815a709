// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.ColourJitter;
import org.ciss4j.data.batch.Crop;
import org.ciss4j.data.batch.ImagePipeline;
import org.ciss4j.data.batch.Loading;
import org.ciss4j.data.batch.Replay;
import org.ciss4j.data.batch.ScaledCrop;
import org.ciss4j.data.batch.TrainingBatches;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of any kind are the same to the bit, whatever the number of loader threads. */
class LoaderThreadsTest {
  private static final int IMAGES = 11;
  private static final int BATCHES = 7;

  private record Content(List<String> ids, float[] image, int[] label) {}

  /** Random pipelines, batch sizes, replays and caches. */
  private static TrainingBatches random(int round, int threads) {
    Random random = new Random(round);
    SegmentationDataset blocks = new BlockDataset(IMAGES);
    SegmentationDataset dataset =
        random.nextBoolean() ? blocks : new CachedDataset(blocks, 1 + random.nextInt(300_000));
    Scenario scenario = Scenario.parse("2-2", dataset.labelSpace());
    Crop crop = List.of(Crop.random(32), ScaledCrop.of(40), Crop.center(24)).get(random.nextInt(3));
    ColourJitter colours =
        random.nextBoolean() ? ColourJitter.NONE : new ColourJitter(0.4, 0.3, 0.2, 0.1);
    Replay.Mixing mixing =
        random.nextBoolean() ? Replay.Mixing.APPENDED : Replay.Mixing.HALF_OF_EACH_BATCH;
    List<String> ids = dataset.ids(Split.TRAIN);
    List<Replay.Image> replayed =
        ids.subList(0, random.nextInt(4)).stream()
            .map(id -> new Replay.Image(id, Set.of(1)))
            .toList();
    return new TrainingBatches(
        dataset,
        ids,
        new Replay(replayed, mixing),
        new LabelView(scenario, scenario.get(random.nextInt(2))),
        new ImagePipeline(crop, colours),
        new Seeds(round),
        new Loading(1 + random.nextInt(4), threads, 1 + random.nextInt(5)));
  }

  private static List<Content> contents(TrainingBatches batches) {
    List<Content> contents = new ArrayList<>();
    try (BatchStream stream = batches.stream(0, BATCHES)) {
      while (stream.hasNext()) {
        try (Batch batch = stream.next()) {
          contents.add(
              new Content(
                  batch.ids(), batch.image().data().asFloat(), batch.label().data().asInt()));
        }
      }
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void changeNothing(int threads) {
    for (int round = 0; round < 12; round++) {
      List<Content> one = contents(random(round, 1));
      List<Content> several = contents(random(round, threads));
      assertThat(several).hasSize(BATCHES);
      for (int i = 0; i < BATCHES; i++) {
        String what = "round " + round + ", batch " + i;
        assertThat(several.get(i).ids).as(what).isEqualTo(one.get(i).ids);
        assertThat(several.get(i).image).as(what).isEqualTo(one.get(i).image);
        assertThat(several.get(i).label).as(what).isEqualTo(one.get(i).label);
      }
    }
  }

  /** So that the test above compares what differs. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void neighbouringBatchesDiffer(int threads) {
    List<Content> contents = contents(random(1, threads));
    assertThat(contents.stream().map(Content::ids).collect(Collectors.toSet()))
        .hasSizeGreaterThan(1);
  }
}
