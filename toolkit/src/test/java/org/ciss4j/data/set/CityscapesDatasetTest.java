// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Problem;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.SegmentationDatasetContract;
import org.ciss4j.data.Split;
import org.ciss4j.data.TinyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CityscapesDatasetTest extends SegmentationDatasetContract {
  @TempDir Path folder;
  private TinyFiles files;

  @BeforeEach
  void write() {
    files =
        new TinyFiles(folder)
            .image("leftImg8bit/train/aachen/aachen_000000_000019_leftImg8bit.png")
            .mask("gtFine/train/aachen/aachen_000000_000019_gtFine_labelIds.png", 0, 7, 33, 9)
            .image("leftImg8bit/train/bonn/bonn_000001_000019_leftImg8bit.png")
            .mask("gtFine/train/bonn/bonn_000001_000019_gtFine_labelIds.png", 11, 255, 24, 1)
            .image("leftImg8bit/val/lindau/lindau_000000_000019_leftImg8bit.png")
            .mask("gtFine/val/lindau/lindau_000000_000019_gtFine_labelIds.png", 8, 8, 8, 8);
  }

  @Override
  protected SegmentationDataset dataset() {
    return CityscapesDataset.open(folder);
  }

  @Test
  void whatIsNotScoredIsVoid() {
    assertThat(dataset().ids(Split.TRAIN))
        .containsExactly("aachen_000000_000019", "bonn_000001_000019");
    assertThat(TinyFiles.labels(dataset(), "aachen_000000_000019"))
        .containsExactly(255, 1, 19, 255);
    assertThat(TinyFiles.labels(dataset(), "bonn_000001_000019")).containsExactly(3, 255, 12, 255);
    assertThat(dataset().labelSpace().hasBackground()).isFalse();
    assertThat(dataset().labelSpace().foreground()).hasSize(19);
    assertThat(dataset().labelSpace().nameOf(19)).isEqualTo("bicycle");
  }

  @Test
  void takesTrainIdsWhereTheyAreThere() {
    files
        .mask("gtFine/train/aachen/aachen_000000_000019_gtFine_labelTrainIds.png", 0, 18, 255, 7)
        .mask("gtFine/train/bonn/bonn_000001_000019_gtFine_labelTrainIds.png", 0, 0, 0, 0)
        .mask("gtFine/val/lindau/lindau_000000_000019_gtFine_labelTrainIds.png", 0, 0, 0, 0);
    assertThat(TinyFiles.labels(dataset(), "aachen_000000_000019")).containsExactly(1, 19, 255, 8);
  }

  @Test
  void fewTrainIdsAmongMoreIdsAreLeftAlone() {
    files.mask("gtFine/train/aachen/aachen_000000_000019_gtFine_labelTrainIds.png", 0, 0, 0, 0);
    assertThat(TinyFiles.labels(dataset(), "aachen_000000_000019"))
        .containsExactly(255, 1, 19, 255);
  }

  @Test
  void aMaskWithoutImageIsTold() {
    files.mask("gtFine/train/bonn/bonn_000009_000019_gtFine_labelIds.png", 7, 7, 7, 7);
    assertThat(dataset().inspect("bonn_000009_000019").problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.MISSING_FILE);
  }

  @Test
  void anUnknownNumberIsToldWithTheRanges() {
    files.mask("gtFine/train/bonn/bonn_000001_000019_gtFine_labelIds.png", 11, 40, 24, 1);
    assertThatThrownBy(() -> dataset().check(Split.TRAIN, Progress.none()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("holds label 40; expected 0 to 33 or 255 (void)");
  }

  @Test
  void saysWhatIsExpected() {
    assertThatThrownBy(() -> CityscapesDataset.open(folder.resolve("gtFine")))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("expected leftImg8bit/{train,val}/CITY/*_leftImg8bit.png and gtFine");
  }
}
