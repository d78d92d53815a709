// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.ciss4j.Ciss;
import org.ciss4j.cli.option.SmallData;
import org.ciss4j.data.VocFiles;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallDataTest {
  @TempDir Path folder;

  @Test
  void theSmallScheduleIsSaidKeptAndRepeated() {
    Path out = folder.resolve("run");
    Cli cli =
        Cli.run(
            "train",
            "--schedule",
            "small",
            "--epochs",
            1,
            "--crop",
            32,
            "--batch",
            64,
            "--out",
            out);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.err())
        .contains("schedule small: 1 epochs, batch 64, crop 32, rates 0.0002 and 0.0002, guard 2");
    RunConfig config = RunDirectory.open(out).config();
    assertThat(config.training().guard()).isEqualTo(Training.small().guard());
    assertThat(config.training().warmUp()).isEqualTo(0.1);
    assertThat(out.resolve("report.md"))
        .content()
        .contains(
            "--schedule small --epochs 1 --batch 64 --crop 32", "begins a step again above 2.0")
        .doesNotContain("--guard");
  }

  @Test
  void fewImagesAreSaidWhereNothingWasChosen() {
    Ciss few = Ciss.dataset("voc").data(VocFiles.sound(folder).root);
    assertThat(SmallData.remark(few, false, true))
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .contains(" training images are few for 20 classes", "--schedule small"));
    assertThat(SmallData.remark(few, false, false)).isEmpty();
    assertThat(SmallData.remark(Ciss.dataset("sample"), false, true)).isEmpty();
  }

  /** What papers did has nothing that runs could do otherwise. */
  @Test
  void noPublishedScheduleHasAGuard() {
    assertThat(Training.names())
        .filteredOn(name -> Training.named(name).guard() != 0)
        .containsExactly("small");
    assertThat(Training.names())
        .allSatisfy(name -> assertThat(Training.named(name).laterEpochs()).isZero());
  }
}
