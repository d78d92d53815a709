// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.ColourJitter;
import org.ciss4j.data.batch.Crop;
import org.ciss4j.data.batch.ImagePipeline;
import org.ciss4j.data.batch.Loading;
import org.ciss4j.data.batch.Replay;
import org.ciss4j.data.batch.ScaledCrop;
import org.ciss4j.data.batch.TrainingBatches;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.saliency.SaliencyMaps;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** What stands out goes the way of the labels: here they are made to be the same. */
class SalientBatchesTest {
  private final BlockDataset dataset = new BlockDataset(14);

  private final SaliencyMaps labels =
      new SaliencyMaps() {
        @Override
        public byte[] of(String id, Pixels image) {
          LabeledImage read = dataset.read(id);
          assertThat(image.data()).isEqualTo(read.rgb());
          return read.label();
        }

        @Override
        public void require(List<String> ids) {}

        @Override
        public String origin() {
          return "labels";
        }
      };

  private Batch batch(Crop crop, SaliencyMaps maps, Replay replay) {
    Scenario all = Scenario.parse("joint", dataset.labelSpace());
    Step step = all.get(0);
    LabelView view = new LabelView(all, step, Setting.OVERLAPPED, VoidPixels.IGNORED);
    ColourJitter colours = new ColourJitter(0.4, 0.4, 0.4, 0.1);
    TrainingBatches batches =
        new TrainingBatches(
            dataset,
            dataset.ids(Split.TRAIN).subList(0, 7),
            replay,
            view,
            new ImagePipeline(crop, colours, maps),
            new Seeds(5),
            Loading.of(6));
    try (BatchStream stream = batches.stream(0, 1)) {
      return stream.next();
    }
  }

  /** Of replayed images too; beside an image nothing stands out, and the label is void. */
  @Test
  void mapsAreCutAsLabelsAre() {
    Replay replay =
        new Replay(
            List.of(new Replay.Image("train_9", dataset.classesIn("train_9"))),
            Replay.Mixing.HALF_OF_EACH_BATCH);
    for (Crop crop : List.of(Crop.random(32), ScaledCrop.of(80), Crop.center(48))) {
      try (Batch batch = batch(crop, labels, replay)) {
        assertThat(batch.replayed()).isEqualTo(3);
        int[] label = batch.label().data().asInt();
        assertThat(Objects.requireNonNull(batch.salient()).dataType()).isEqualTo(DataType.INT32);
        assertThat(batch.salient().shape()).isEqualTo(batch.label().shape());
        int[] salient = batch.salient().data().asInt();
        int beside = 0;
        for (int i = 0; i < label.length; i++) {
          if (salient[i] != label[i]) {
            assertThat(List.of(label[i], salient[i])).isEqualTo(List.of(255, 0));
            beside++;
          }
        }
        assertThat(beside > 0).isEqualTo(crop instanceof ScaledCrop);
      }
    }
  }

  @Test
  void withoutMapsThereAreNone() {
    try (Batch batch = batch(Crop.random(32), null, Replay.none())) {
      assertThat(batch.salient()).isNull();
    }
  }

  /** They change nothing else. */
  @Test
  void imagesAndLabelsStayAsTheyAre() {
    try (Batch with = batch(ScaledCrop.of(80), labels, Replay.none());
        Batch without = batch(ScaledCrop.of(80), null, Replay.none())) {
      assertThat(with.image()).isEqualTo(without.image());
      assertThat(with.label()).isEqualTo(without.label());
      with.close();
      assertThat(Objects.requireNonNull(with.salient()).wasClosed()).isTrue();
    }
  }
}
