// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.ciss4j.scenario.CissException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderDatasetTest extends SegmentationDatasetContract {
  @TempDir Path folder;
  private TinyFiles files;

  @BeforeEach
  void write() {
    files =
        new TinyFiles(folder)
            .image("images/a.jpg")
            .mask("masks/a.png", 0, 1, 2, 255)
            .image("images/b.png")
            .mask("masks/b.png", 1, 1, 1, 1)
            .image("images/c.bmp")
            .mask("masks/c.png", 2, 2, 0, 0)
            .text("labels.txt", "background", "cat", "dog")
            .text("train.txt", "a", "b.png")
            .text("val.txt", "c");
  }

  @Override
  SegmentationDataset dataset() {
    return FolderDataset.open(folder, null);
  }

  @Test
  void readsImagesOfAnyFormat() {
    for (String id : new String[] {"a", "b", "c"}) {
      assertThat(dataset().read(id).rgb()).hasSize(12);
      assertThat(dataset().inspect(id).problems()).isEmpty();
    }
    assertThat(TinyFiles.labels(dataset(), "a")).containsExactly(0, 1, 2, 255);
    assertThat(dataset().labelSpace().classNames()).containsExactly("background", "cat", "dog");
  }

  @Test
  void namesMayHaveNumbers() {
    files.text("labels.txt", "0 background", "2: dog", "1, tabby cat", "255 void");
    assertThat(dataset().labelSpace().classNames())
        .containsExactly("background", "tabby cat", "dog");
  }

  @Test
  void numbersFromOneOnMeanNoBackground() {
    files.text("labels.txt", "1 cat", "2 dog");
    assertThat(dataset().labelSpace().hasBackground()).isFalse();
    assertThat(dataset().labelSpace().foreground()).containsExactly(1, 2);
    assertThat(TinyFiles.labels(dataset(), "a")).containsExactly(255, 1, 2, 255);
  }

  @Test
  void aThousandthLabelDoesNotFitButTheHighestDoes() {
    String[] names = new String[255];
    for (int i = 0; i < names.length; i++) {
      names[i] = "class" + i;
    }
    files.text("labels.txt", names).mask("masks/a.png", 0, 254, 1, 255);
    assertThat(dataset().classesIn("a")).containsExactlyInAnyOrder(1, 254);
    assertThat(dataset().labelSpace().nameOf(254)).isEqualTo("class254");
  }

  @Test
  void withoutListsAFifthOfTheNamesIsForTesting() throws IOException {
    Files.delete(folder.resolve("train.txt"));
    Files.delete(folder.resolve("val.txt"));
    for (int i = 0; i < 100; i++) {
      files.image("images/x" + i + ".png").mask("masks/x" + i + ".png", 1, 1, 1, 1);
    }
    SegmentationDataset before = dataset();
    assertThat(before.ids(Split.TEST))
        .hasSizeBetween(12, 28)
        .contains("a", "x13", "x3")
        .doesNotContain("b", "x0");
    files.image("images/y.png").mask("masks/y.png", 1, 1, 1, 1);
    for (Split split : Split.values()) {
      assertThat(dataset().ids(split)).containsAll(before.ids(split));
    }
  }

  @Test
  void oneListAloneIsAMistake() throws IOException {
    Files.delete(folder.resolve("val.txt"));
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContaining("val.txt does not exist; there are: labels, train");
  }

  @Test
  void wrongClassListsAreRefused() {
    files.text("labels.txt", "0 background", "2 dog");
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContaining(
            "labels.txt has no name for number 1; expected all numbers from 0 (background) or 1"
                + " on");
    files.text("labels.txt", "0 background", "1 dog", "1 cat");
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContaining("names number 1 twice");
    files.text("labels.txt", "background", "cat", "cat");
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContaining("labels.txt: label space folder names cat twice");
  }

  @Test
  void idsMayHaveFoldersSpacesAndLargeEndings() {
    files
        .image("images/street/one more.JPG")
        .mask("masks/street/one more.PNG", 1, 1, 2, 2)
        .text("train.txt", "street/one more", "images/a.jpg");
    assertThat(dataset().ids(Split.TRAIN)).containsExactly("street/one more", "a");
    assertThat(dataset().classesIn("street/one more")).containsExactlyInAnyOrder(1, 2);
    assertThat(dataset().inspect("street/one more").problems()).isEmpty();
  }

  @Test
  void foldersAreLookedThroughWithoutLists() throws IOException {
    Files.delete(folder.resolve("train.txt"));
    Files.delete(folder.resolve("val.txt"));
    files.image("images/x/1.jpg").mask("masks/x/1.png", 1, 1, 1, 1);
    files.image("images/y/1.jpg").mask("masks/y/1.png", 2, 2, 2, 2);
    files.image("images/.hidden/1.jpg");
    assertThat(Stream.of(Split.values()).flatMap(split -> dataset().ids(split).stream()))
        .containsExactlyInAnyOrder("a", "b", "c", "x/1", "y/1");
    assertThat(dataset().classesIn("y/1")).containsExactly(2);
  }

  @Test
  void masksWithoutImagesAreFoundOut() throws IOException {
    Files.delete(folder.resolve("train.txt"));
    Files.delete(folder.resolve("val.txt"));
    Files.delete(folder.resolve("images/b.png"));
    assertThat(dataset().inspect("b").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.MISSING_FILE))
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .contains(
                        "b.jpg does not exist; restore the file or remove what is left of b"));
  }

  @Test
  void listsMayComeFromWindows() {
    files
        .text("train.txt", "\uFEFFa\r", "b\r")
        .text("labels.txt", "\uFEFF0 none\r", "1 cat\r", "2 dog");
    assertThat(dataset().ids(Split.TRAIN)).containsExactly("a", "b");
    assertThat(dataset().labelSpace().nameOf(1)).isEqualTo("cat");
  }

  @Test
  void saysWhatIsExpected() {
    assertThatThrownBy(() -> FolderDataset.open(folder.resolve("images"), null))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("lacks images and masks and labels.txt; expected images/ID.jpg");
    assertThatThrownBy(() -> FolderDataset.open(folder.resolve("nowhere"), null))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("nowhere does not exist; name the folder that holds images/ID.jpg");
  }
}
