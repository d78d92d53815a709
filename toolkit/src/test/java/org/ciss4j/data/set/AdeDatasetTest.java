// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.SegmentationDatasetContract;
import org.ciss4j.data.Split;
import org.ciss4j.data.TinyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdeDatasetTest extends SegmentationDatasetContract {
  @TempDir Path folder;
  private TinyFiles files;

  @BeforeEach
  void write() {
    files =
        new TinyFiles(folder.resolve("ADEChallengeData2016"))
            .image("images/training/ADE_train_00000001.jpg")
            .mask("annotations/training/ADE_train_00000001.png", 0, 1, 150, 1)
            .image("images/training/ADE_train_00000002.jpg")
            .mask("annotations/training/ADE_train_00000002.png", 2, 2, 2, 2)
            .image("images/validation/ADE_val_00000001.jpg")
            .mask("annotations/validation/ADE_val_00000001.png", 0, 0, 3, 0);
  }

  @Override
  protected SegmentationDataset dataset() {
    return AdeDataset.open(folder);
  }

  @Test
  void labelsAreThoseOfTheFilesAndZeroIsTheBackground() {
    assertThat(TinyFiles.labels(dataset(), "ADE_train_00000001")).containsExactly(0, 1, 150, 1);
    assertThat(dataset().labelSpace().hasBackground()).isTrue();
    assertThat(dataset().labelSpace().size()).isEqualTo(151);
    assertThat(dataset().labelSpace().nameOf(0)).isEqualTo("other");
    assertThat(dataset().labelSpace().nameOf(1)).isEqualTo("wall");
    assertThat(dataset().labelSpace().nameOf(45)).isEqualTo("chest of drawers");
    assertThat(dataset().labelSpace().nameOf(150)).isEqualTo("flag");
  }

  @Test
  void takesTheNamesThatComeWithTheData() {
    String[] lines = new String[151];
    lines[0] = "Idx\tRatio\tTrain\tVal\tName";
    for (int i = 1; i <= 150; i++) {
      lines[i] = i + "\t0.1\t1\t1\tname" + i + ", synonym";
    }
    files.text("objectInfo150.txt", lines);
    assertThat(dataset().labelSpace().nameOf(7)).isEqualTo("name7");
    files.text("objectInfo150.txt", "Idx\tName", "1\twall");
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContaining("names 1 classes; expected a line of titles and 150 classes");
  }

  @Test
  void saysWhichFolderIsMissing() throws IOException {
    Path masks = folder.resolve("ADEChallengeData2016/annotations");
    Files.move(masks, masks.resolveSibling("masks"));
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContaining("expected ADEChallengeData2016 with images/training");
  }

  @Test
  void aMaskWithoutImageIsToldToo() throws IOException {
    Files.delete(folder.resolve("ADEChallengeData2016/images/training/ADE_train_00000002.jpg"));
    assertThatThrownBy(() -> dataset().check(Split.TRAIN, Progress.none()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("images/training/ADE_train_00000002.jpg does not exist");
  }

  @Test
  void anImageWithoutMaskIsToldByItsFolder() throws IOException {
    Files.delete(
        folder.resolve("ADEChallengeData2016/annotations/training/ADE_train_00000002.png"));
    assertThatThrownBy(() -> dataset().check(Split.TRAIN, Progress.none()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("ADE_train_00000002 is in")
        .hasMessageContaining(
            "does not exist; restore the file or remove what is left of ADE_train_00000002");
  }

  @Test
  void masksThatWereReducedByOneAreRefused() {
    files.mask("annotations/training/ADE_train_00000001.png", 255, 0, 1, 149);
    SegmentationDataset reduced = AdeDataset.open(folder);
    assertThatThrownBy(() -> reduced.check(Split.TRAIN, Progress.none()))
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll("hold 255", "none holds 150 (flag)", "reduced by one");
    files.mask("annotations/training/ADE_train_00000001.png", 255, 0, 1, 150);
    AdeDataset.open(folder).check(Split.TRAIN, Progress.none());
  }
}
