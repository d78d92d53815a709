// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.data.VocFiles;
import org.ciss4j.result.Augmentation;
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
    Object[] always = {
      "train",
      "--dataset",
      "voc",
      "--data",
      files.root,
      "--scenario",
      "15-5",
      "--backbone",
      "tiny",
      "--crop",
      32,
      "--epochs",
      2,
      "--batch",
      2,
      "--out",
      folder.resolve(out)
    };
    return Cli.run(Stream.concat(Stream.of(always), Stream.of(more)).toArray());
  }

  private byte[] model(String out) throws IOException {
    return Files.readAllBytes(folder.resolve(out).resolve("step_1/model.safetensors"));
  }

  @Test
  void aRunRecordsItsAugmentationAndACacheChangesNothing() throws IOException {
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

    assertThat(
            train("cached", Stream.concat(Stream.of(ssul), Stream.of("--cache", "1m")).toArray())
                .exit())
        .isZero();
    assertThat(model("cached")).isEqualTo(model("plain"));
    assertThat(train("dkd").exit()).isZero();
    assertThat(model("dkd")).isNotEqualTo(model("plain"));
  }

  @Test
  void wholeImagesCanBeScored() throws IOException {
    Cli full = train("full", "--evaluate", "full");
    assertThat(full.exit()).as(full.err()).isZero();
    // One test image of 16 x 12 pixels, a fourth of them void; the crop would have 32 x 32.
    assertThat(pixels("full")).isEqualTo(144);
    assertThat(Files.readString(folder.resolve("full/report.md")))
        .contains("Scored on: whole test images at their own size", "--evaluate full");
    Cli crop = Cli.run("evaluate", "--run", folder.resolve("full"), "--evaluate", "crop");
    assertThat(crop.exit()).as(crop.err()).isZero();
    assertThat(crop.out()).contains("Not the same as stored");
    assertThat(Cli.run("evaluate", "--run", folder.resolve("full")).out())
        .contains("The same as stored");
  }

  @Test
  void wrongValuesAreUsageErrors() {
    expect(train("a", "--evaluate", "half"), "evaluation \"half\" is unknown; use crop or full");
    expect(train("a", "--augmentation", "strong"), "\"strong\" is unknown; use one of dkd, ssul");
    expect(train("a", "--colour-jitter", "0.4"), "needs brightness, contrast, saturation and hue");
    expect(train("a", "--colour-jitter", "0.4,0.4,0.4,2"), "hue from 0 to 0.5");
    expect(train("a", "--cache", "much"), "'much' is no size such as 500m or 4g");
    assertThat(folder.resolve("a")).doesNotExist();
  }

  private long pixels(String out) {
    return Stream.of(Ciss.open(folder.resolve(out)).last().confusion().counts())
        .flatMapToLong(java.util.Arrays::stream)
        .sum();
  }

  private static void expect(Cli cli, String message) {
    assertThat(cli.exit()).as(cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(message);
  }
}
