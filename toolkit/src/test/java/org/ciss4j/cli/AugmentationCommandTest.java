// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.Ciss;
import org.ciss4j.data.VocFiles;
import org.ciss4j.result.config.Augmentation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How training images are changed and loaded. */
class AugmentationCommandTest {
  @TempDir Path folder;
  private VocFiles files;

  @BeforeEach
  void write() {
    files = VocFiles.sound(folder.resolve("data"));
  }

  private Cli train(String out, Object... more) {
    return Cli.run(
        "train",
        Cli.small(files),
        List.of("--epochs", 2, "--batch", 2, "--out", folder.resolve(out)),
        List.of(more));
  }

  @Test
  void aRunRecordsItsAugmentation() throws IOException {
    Object[] ssul = {"--augmentation", "SSUL", "--colour-jitter", "0.4,0.3,0.2,0.1"};
    Cli plain = train("plain", ssul);
    assertThat(plain.exit()).as(plain.err()).isZero();
    assertThat(plain.err()).contains("% of it waiting for images.");
    assertThat(Ciss.open(folder.resolve("plain")).config().training().augmentation())
        .isEqualTo(new Augmentation(Augmentation.Recipe.SSUL, 0.4, 0.3, 0.2, 0.1));
    assertThat(Files.readString(folder.resolve("plain/report.md")))
        .contains("--augmentation ssul --colour-jitter 0.4,0.3,0.2,0.1", "waiting for images");
    assertThat(Files.readString(folder.resolve("plain/step_0/losses.csv")))
        .startsWith("iteration,rate,loss,")
        .contains(",seconds,waited\n");
  }

  /** That they change no batch is tested where batches are made. */
  @Test
  void cacheAndLoaderThreadsAreNoPartOfTheConfiguration() {
    Cli cached = train("cached", "--cache", "1m", "--loader-threads", "3");
    assertThat(cached.exit()).as(cached.err()).isZero();
    assertThat(Ciss.open(folder.resolve("cached")).config().training().augmentation())
        .isEqualTo(Augmentation.of(Augmentation.Recipe.DKD));
  }

  @Test
  void wrongValuesAreUsageErrors() {
    expect(train("a", "--augmentation", "strong"), "\"strong\" is unknown; use one of dkd, ssul");
    expect(train("a", "--colour-jitter", "0.4"), "needs brightness, contrast, saturation and hue");
    expect(train("a", "--colour-jitter", "0.4,0.4,0.4,2"), "hue from 0 to 0.5");
    expect(train("a", "--loader-threads", "0"), "loader threads", "must be positive");
    expect(train("a", "--cache", "much"), "'much' is no size such as 500m or 4g");
    assertThat(folder.resolve("a")).doesNotExist();
  }

  private static void expect(Cli cli, String... message) {
    assertThat(cli.exit()).as(cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(message);
  }
}
