// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ciss4j.common.CissException;
import org.ciss4j.data.DatasetInspection;
import org.ciss4j.data.PartFindings;
import org.ciss4j.data.Progress;
import org.ciss4j.data.Split;
import org.ciss4j.data.TinyFiles;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.scenario.LabelSpace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchedDatasetTest {
  private static final LabelSpace MODEL =
      new LabelSpace("model", List.of("background", "cat", "dog", "cow"));

  @TempDir Path root;
  private Path train;
  private Path test;
  private TinyFiles testFiles;

  @BeforeEach
  void write() {
    train = root.resolve("train");
    new TinyFiles(train)
        .image("images/a.jpg")
        .mask("masks/a.png", 0, 1, 2, 255)
        .image("images/b.jpg")
        .mask("masks/b.png", 1, 1, 1, 1)
        .text("labels.txt", "0 nothing", "1 cow", "2 cat")
        .text("train.txt", "a")
        .text("val.txt", "b");
    test = root.resolve("test");
    testFiles =
        new TinyFiles(test)
            .image("images/a.png")
            .mask("masks/a.png", 0, 1, 2, 3)
            .text("labels.txt", "0 background", "1 dog", "2 horse", "3 cow");
  }

  private MatchedDataset toLearn() {
    return MatchedDataset.toLearn(MODEL, train, null, ExifRule.AUTO, test);
  }

  /** Two images of one name, in two folders with two sets of numbers. */
  @Test
  void everyFolderHasNumbersOfItsOwn() {
    MatchedDataset matched = toLearn();
    assertThat(matched.ids(Split.TRAIN)).containsExactly("a");
    assertThat(matched.ids(Split.TEST)).containsExactly("test/a");
    assertThat(TinyFiles.labels(matched, "a")).containsExactly(0, 3, 1, 255);
    assertThat(TinyFiles.labels(matched, "test/a")).containsExactly(0, 2, 0, 3);
    assertThat(matched.classesIn("a")).containsExactlyInAnyOrder(1, 3);
    assertThat(matched.classesIn("test/a")).containsExactlyInAnyOrder(2, 3);
    assertThat(matched.labelled(Split.TRAIN)).containsExactly(1, 3);
    assertThat(matched.unknown()).containsExactly("horse");
    assertThat(matched.bytes("test/a")).isPositive();
  }

  /** A training image in a sub-folder of the name that test images begin with. */
  @Test
  void noTestImageIsCalledLikeATrainingImage() {
    new TinyFiles(train)
        .image("images/test/a.jpg")
        .mask("masks/test/a.png", 2, 2, 2, 2)
        .text("train.txt", "a", "test/a");
    MatchedDataset matched = toLearn();
    assertThat(matched.ids(Split.TRAIN)).containsExactly("a", "test/a");
    assertThat(matched.ids(Split.TEST)).containsExactly("test/test/a");
    assertThat(TinyFiles.labels(matched, "test/a")).containsOnly(1);
    assertThat(TinyFiles.labels(matched, "test/test/a")).containsExactly(0, 2, 0, 3);
  }

  /** Where all that is scored lies elsewhere, no image of a folder without lists is left out. */
  @Test
  void allImagesAreTrainedOnIfOthersAreScored() {
    Path other = root.resolve("other");
    TinyFiles files = new TinyFiles(other).text("labels.txt", "0 nothing", "1 cow");
    for (int i = 0; i < 12; i++) {
      files.image("images/o" + i + ".png").mask("masks/o" + i + ".png", 0, 1, 1, 0);
    }
    assertThat(MatchedDataset.toLearn(MODEL, other, null, ExifRule.AUTO, test).ids(Split.TRAIN))
        .hasSize(12);
    assertThat(MatchedDataset.toLearn(MODEL, other, null, ExifRule.AUTO, null).ids(Split.TRAIN))
        .hasSizeLessThan(12);
  }

  @Test
  void theFoldersOwnTestImagesAreTakenIfNoneAreNamed() {
    MatchedDataset matched = MatchedDataset.toLearn(MODEL, train, null, ExifRule.AUTO, null);
    assertThat(matched.ids(Split.TEST)).containsExactly("b");
    assertThat(TinyFiles.labels(matched, "b")).containsOnly(3);
  }

  @Test
  void whereTheModelHasNoBackgroundWhatItDoesNotKnowIsVoid() {
    LabelSpace model = LabelSpace.withoutBackground("model", List.of("dog"));
    assertThat(TinyFiles.labels(MatchedDataset.toScore(model, test), "a"))
        .containsExactly(255, 1, 255, 255);
  }

  @Test
  void imagesWithoutListsAreAllScored() {
    assertThat(MatchedDataset.toScore(MODEL, test).ids(Split.TEST)).containsExactly("a");
    assertThat(MatchedDataset.toScore(MODEL, test).ids(Split.TRAIN)).isEmpty();
    assertThat(MatchedDataset.toScore(MODEL, train).ids(Split.TEST)).containsExactly("b");
  }

  @Test
  void namesThatAreNearlyKnownAreRefused() {
    for (String name : List.of("Dog", "do g", "DOG", "d-o_g")) {
      testFiles.text("labels.txt", "0 background", "1 " + name, "2 horse", "3 cow");
      assertThatThrownBy(this::toLearn)
          .isInstanceOf(CissException.class)
          .hasMessageContaining("\"" + name + "\", and the model knows one \"dog\"");
    }
  }

  @Test
  void aFolderOfOtherClassesIsRefused() {
    LabelSpace model = new LabelSpace("model", List.of("background", "car"));
    assertThatThrownBy(() -> MatchedDataset.toScore(model, test))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("it has dog, horse, cow, and the model car");
  }

  @Test
  void testImagesAreNotTrainedOn() {
    assertThatThrownBy(() -> MatchedDataset.toLearn(MODEL, test, null, ExifRule.AUTO, test))
        .isInstanceOf(CissException.class);
  }

  @Test
  void imagesThatAreNotThereAreNamed() {
    assertThatThrownBy(() -> toLearn().read("b"))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("model has no image b");
  }

  @Test
  void aCloseLookCountsTheModelsClasses() {
    testFiles.image("images/b.png").mask("masks/b.png", 9, 1, 1, 1);
    MatchedDataset matched = toLearn();
    assertThat(matched.inspect("test/a").pixels()).isEqualTo(Map.of(0, 2L, 2, 1L, 3, 1L));
    assertThat(matched.inspect("test/b").problems()).hasSize(1);
  }

  @Test
  void aCloseLookFindsWhatTheFoldersFind() {
    new TinyFiles(train).mask("masks/a.png", 0, 0, 0, 0);
    DatasetInspection found = DatasetInspection.of(toLearn(), split -> Progress.none());
    assertThat(found.findings(Split.TRAIN).problems()).hasSize(1);
    assertThat(found.findings(Split.TRAIN))
        .isEqualTo(
            DatasetInspection.of(FolderDataset.openTraining(train, null), split -> Progress.none())
                .findings(Split.TRAIN));
    assertThat(found.findings(Split.TEST)).isEqualTo(PartFindings.NONE);
  }
}
