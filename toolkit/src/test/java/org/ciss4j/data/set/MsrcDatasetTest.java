// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ciss4j.common.CissException;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.SegmentationDatasetContract;
import org.ciss4j.data.Split;
import org.ciss4j.data.TinyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MsrcDatasetTest extends SegmentationDatasetContract {
  @TempDir Path folder;

  @BeforeEach
  void write() {
    new TinyFiles(folder)
        .image("images/1_1_s.jpg")
        .mask("masks21/1_1_s.png", 0, 20, 255, 0)
        .image("images/1_2_s.bmp")
        .mask("masks21/1_2_s.png", 1, 1, 1, 1)
        .image("images/2_1_s.jpg")
        .mask("masks21/2_1_s.png", 3, 255, 255, 255)
        .text("splits/train.txt", "1_1_s")
        .text("splits/val.txt", "1_2_s")
        .text("splits/test.txt", "2_1_s");
  }

  @Override
  protected SegmentationDataset dataset() {
    return MsrcDataset.open(folder, null);
  }

  @Test
  void numbersAreOneBelowTheirClassAndThereIsNoBackground() {
    assertThat(TinyFiles.labels(dataset(), "1_1_s")).containsExactly(1, 21, 255, 1);
    assertThat(dataset().labelSpace().hasBackground()).isFalse();
    assertThat(dataset().labelSpace().nameOf(1)).isEqualTo("building");
    assertThat(dataset().labelSpace().nameOf(21)).isEqualTo("boat");
    assertThat(dataset().labelSpace().foreground()).hasSize(21);
  }

  @Test
  void trainsOnTrainAndValOrOnOneList() {
    assertThat(dataset().ids(Split.TRAIN)).containsExactly("1_1_s", "1_2_s");
    assertThat(MsrcDataset.open(folder, "train").ids(Split.TRAIN)).containsExactly("1_1_s");
    assertThat(dataset())
        .hasToString(
            "msrc: 2 training images (train and val), 1 test images (test), 21 classes and no"
                + " background");
  }

  @Test
  void saysWhatIsExpected() throws IOException {
    Files.delete(folder.resolve("masks21/1_1_s.png"));
    assertThatThrownBy(() -> dataset().read("1_1_s"))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("1_1_s.png does not exist");
    assertThatThrownBy(() -> MsrcDataset.open(folder.resolve("images"), null))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("lacks images and masks21 and splits; expected images/ID.jpg");
    assertThatThrownBy(() -> MsrcDataset.open(folder, "some"))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("there are: test, train, val");
  }
}
