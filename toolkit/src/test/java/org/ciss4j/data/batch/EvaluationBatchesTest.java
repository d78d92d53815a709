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
import org.ciss4j.data.Batch;
import org.ciss4j.data.BlockDataset;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Split;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.junit.jupiter.api.Test;

class EvaluationBatchesTest {
  private final BlockDataset dataset = new BlockDataset(5);
  private final Scenario scenario = Scenario.parse("2-1", dataset.labelSpace());
  private final LabelView view = new LabelView(scenario, scenario.get(1));

  private EvaluationBatches batches(int futureLabel, Crop crop, int batchSize) {
    return new EvaluationBatches(
        dataset,
        dataset.ids(Split.TEST),
        view,
        futureLabel,
        crop,
        Loading.of(batchSize).withThreads(3));
  }

  @Test
  void comeInTheOrderOfTheListWithASmallerLast() {
    EvaluationBatches batches = batches(0, Crop.center(32), 2);
    assertThat(batches.count()).isEqualTo(3);
    List<List<String>> ids = new ArrayList<>();
    try (BatchStream stream = batches.stream()) {
      stream.forEachRemaining(
          batch -> {
            ids.add(batch.ids());
            assertThat(batch.image().shape()).containsExactly(batch.size(), 3, 32, 32);
            batch.close();
          });
    }
    assertThat(ids)
        .containsExactly(
            List.of("test_0", "test_1"), List.of("test_2", "test_3"), List.of("test_4"));
  }

  @Test
  void showSeenClassesAndTheFutureAsAsked() {
    assertThat(labels(batches(0, Crop.none(), 1))).containsExactlyInAnyOrder(0, 1, 2, 3, 255);
    assertThat(labels(batches(255, Crop.none(), 1))).containsExactlyInAnyOrder(0, 1, 2, 3, 255);
  }

  @Test
  void futureClassesBecomeTheFutureLabel() {
    LabeledImage source = dataset.read("test_3");
    for (int futureLabel : new int[] {0, 255}) {
      EvaluationBatches batches =
          new EvaluationBatches(
              dataset, List.of("test_3"), view, futureLabel, Crop.none(), Loading.of(1));
      try (BatchStream stream = batches.stream();
          Batch batch = stream.next()) {
        int[] labels = batch.label().data().asInt();
        for (int i = 0; i < labels.length; i++) {
          int original = Byte.toUnsignedInt(source.label()[i]);
          assertThat(labels[i]).isEqualTo(original == 4 ? futureLabel : original);
        }
      }
    }
  }

  @Test
  void anImageLargerThanThereIsRoomForIsNamed() {
    LabeledImage image = dataset.read("test_0");
    long pixels = (long) image.width() * image.height();
    for (long most : new long[] {pixels, pixels - 1}) {
      EvaluationBatches batches =
          new EvaluationBatches(
              dataset, List.of("test_0"), view, 0, Crop.none(), Loading.of(1), most);
      try (BatchStream stream = batches.stream()) {
        if (most == pixels) {
          stream.next().close();
        } else {
          assertThatThrownBy(stream::next)
              .hasMessageContainingAll("image test_0 is", "--evaluate crop");
        }
      }
    }
  }

  private static Set<Integer> labels(EvaluationBatches batches) {
    Set<Integer> met = new HashSet<>();
    try (BatchStream stream = batches.stream()) {
      stream.forEachRemaining(
          batch -> {
            Arrays.stream(batch.label().data().asInt()).forEach(met::add);
            batch.close();
          });
    }
    return met;
  }
}
