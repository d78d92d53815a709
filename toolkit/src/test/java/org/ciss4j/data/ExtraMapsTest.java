// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.ciss4j.common.CissException;
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
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Extra maps go the way of the labels: here some are made to be the same. */
class ExtraMapsTest {
  private final BlockDataset dataset = new BlockDataset(14);

  private final Map<String, ExtraMaps> maps =
      Map.of(
          "labels",
          (id, image) -> {
            LabeledImage read = dataset.read(id);
            assertThat(image.data()).isEqualTo(read.rgb());
            return read.label();
          },
          "green",
          (id, image) -> {
            byte[] green = new byte[image.width() * image.height()];
            for (int i = 0; i < green.length; i++) {
              green[i] = image.data()[3 * i + 1];
            }
            return green;
          });

  private Batch batch(Crop crop, Map<String, ExtraMaps> extras, Replay replay) {
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
            new ImagePipeline(crop, colours, extras),
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
      try (Batch batch = batch(crop, maps, replay)) {
        assertThat(batch.replayed()).isEqualTo(3);
        int[] label = batch.label().data().asInt();
        assertThat(batch.extras()).containsOnlyKeys("labels", "green");
        assertThat(batch.extra("labels").dataType()).isEqualTo(DataType.INT32);
        assertThat(batch.extra("labels").shape()).isEqualTo(batch.label().shape());
        int[] extra = batch.extra("labels").data().asInt();
        assertThat(batch.extra("green").data().asInt()).contains(9);
        int beside = 0;
        for (int i = 0; i < label.length; i++) {
          if (extra[i] != label[i]) {
            assertThat(List.of(label[i], extra[i])).isEqualTo(List.of(255, 0));
            beside++;
          }
        }
        assertThat(beside > 0).isEqualTo(crop instanceof ScaledCrop);
      }
    }
  }

  @Test
  void withoutMapsThereAreNone() {
    try (Batch batch = batch(Crop.random(32), Map.of(), Replay.none())) {
      assertThat(batch.extras()).isEmpty();
      assertThatThrownBy(() -> batch.extra("labels"))
          .isInstanceOf(CissException.class)
          .hasMessageContaining("'labels'")
          .hasMessageContaining("extras()");
    }
  }

  @Test
  void aMapIsOfTheSizeOfItsImage() {
    Map<String, ExtraMaps> wrong = Map.of("short", (id, image) -> new byte[7]);
    assertThatThrownBy(() -> batch(Crop.random(32), wrong, Replay.none()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("map 'short' of image train_")
        .hasMessageContaining("has 7 numbers, and the image 96x64");
  }

  /** They change nothing else. */
  @Test
  void imagesAndLabelsStayAsTheyAre() {
    try (Batch with = batch(ScaledCrop.of(80), maps, Replay.none());
        Batch without = batch(ScaledCrop.of(80), Map.of(), Replay.none())) {
      assertThat(with.image()).isEqualTo(without.image());
      assertThat(with.label()).isEqualTo(without.label());
      with.close();
      assertThat(with.extra("green").wasClosed()).isTrue();
    }
  }
}
