// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.Crop;
import org.ciss4j.data.batch.Loading;
import org.ciss4j.data.batch.TrainingBatches;
import org.ciss4j.data.set.FileDataset;
import org.ciss4j.data.set.VocDataset;
import org.ciss4j.graph.SharedPack;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;
import org.junit.jupiter.api.Test;

/** Real images: a small and a native-size part of VOC 2012. */
class SharedVocTest {

  @Test
  void smallImagesAreSoundAndTheirClassesAreThoseOfTheIndex() throws IOException {
    Path root = SharedPack.require("data/voc-mini");
    FileDataset dataset = VocDataset.open(root);
    assertThat(dataset.list(Split.TRAIN)).isEqualTo("train_aug");
    assertThat(dataset.ids(Split.TRAIN)).hasSize(3357);
    assertThat(dataset.ids(Split.TEST)).hasSize(669);
    dataset.check(Split.TRAIN, Progress.none());
    dataset.check(Split.TEST, Progress.none());

    List<String> header =
        List.of(Files.readAllLines(root.resolve("classes_per_image.csv")).get(0).split(","));
    int column = header.indexOf("classes_mini");
    List<String> rows = Files.readAllLines(root.resolve("classes_per_image.csv"));
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",", -1);
      Set<Integer> expected =
          Arrays.stream(cells[column].strip().split(" "))
              .filter(cell -> !cell.isEmpty())
              .map(Integer::valueOf)
              .filter(id -> id > 0 && id < 255)
              .collect(Collectors.toSet());
      assertThat(dataset.classesIn(cells[0])).as(cells[0]).isEqualTo(expected);
    }
  }

  /** Counted by hand from the index of classes that comes with the images. */
  @Test
  void stepsOfTheSmallImagesHaveTheirCounts() {
    FileDataset dataset = VocDataset.open(SharedPack.require("data/voc-mini"));
    Scenario scenario = Scenario.parse("15-1", dataset.labelSpace());
    StepImages overlapped = new StepImages(dataset, scenario, StepRules.of(Setting.OVERLAPPED));
    StepImages disjoint = new StepImages(dataset, scenario, StepRules.of(Setting.DISJOINT));
    assertThat(counts(scenario, overlapped::training)).containsExactly(3097, 72, 299, 107, 19, 60);
    assertThat(counts(scenario, disjoint::training)).containsExactly(2819, 63, 299, 97, 19, 60);
    assertThat(counts(scenario, overlapped::test)).containsExactly(586, 597, 649, 650, 664, 669);
  }

  private static List<Integer> counts(Scenario scenario, Function<Step, List<String>> images) {
    return scenario.steps().stream().map(step -> images.apply(step).size()).toList();
  }

  @Test
  void nativeImagesLoadAtTheSizeOfThePaper() {
    FileDataset dataset = VocDataset.open(SharedPack.require("data/voc-native60"));
    assertThat(dataset.ids(Split.TRAIN)).hasSize(36);
    dataset.check(Split.TRAIN, Progress.none());
    dataset.check(Split.TEST, Progress.none());
    Scenario scenario = Scenario.parse("15-5", dataset.labelSpace());
    LabelView view = new LabelView(scenario, scenario.get(0));
    List<String> ids =
        new StepImages(dataset, scenario, StepRules.of(Setting.OVERLAPPED))
            .training(scenario.get(0));
    TrainingBatches batches =
        new TrainingBatches(dataset, ids, view, Crop.random(512), new Seeds(1), Loading.of(4));
    try (BatchStream stream = batches.stream(0, 2)) {
      while (stream.hasNext()) {
        try (Batch batch = stream.next()) {
          assertThat(batch.image().shape()).containsExactly(4, 3, 512, 512);
          assertThat(batch.image().meanNumber().doubleValue()).isBetween(-2.0, 2.0);
          assertThat(batch.label().data().asInt()).containsAnyOf(0);
        }
      }
    }
  }
}
