// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.data.VocFiles;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.EvaluationConfig.Region;
import org.ciss4j.result.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores of centre crops and of whole images; the test images differ in size. */
class RegionCommandTest {
  private static final int TALL = 37;

  @TempDir Path folder;
  private VocFiles files;

  /** Beside an image of 16 x 12 pixels one of 16 x 37; no side but 16 is a multiple of 16. */
  @BeforeEach
  void write() {
    byte[] labels = new byte[VocFiles.WIDTH * TALL];
    Arrays.fill(labels, (byte) 1);
    files =
        VocFiles.sound(folder.resolve("data"))
            .jpeg("e", VocFiles.WIDTH, TALL, 0x804020)
            .mask("SegmentationClass", "e", labels, VocFiles.WIDTH)
            .list("val", "d", "e");
  }

  private Cli train(String out, Object... more) {
    return Cli.run(
        "train",
        Cli.small(files),
        List.of("--epochs", 1, "--batch", 2, "--out", folder.resolve(out)),
        List.of(more));
  }

  private Cli evaluate(String run, Object... more) {
    return Cli.run("evaluate", "--quiet", "--run", folder.resolve(run), List.of(more));
  }

  /** All but void, which is about a quarter of image d. */
  private static long pixels(ConfusionMatrix confusion) {
    return Stream.of(confusion.counts()).flatMapToLong(Arrays::stream).sum();
  }

  @Test
  void oneNetworkIsScoredBothWays() throws IOException {
    assertThat(train("crop").exit()).isZero();
    Path run = folder.resolve("crop");
    RunConfig config = RunDirectory.open(run).config();
    assertThat(config.evaluation().region()).isEqualTo(Region.CROP);
    assertThat(pixels(Ciss.open(run).last().confusion()))
        .isBetween(Cli.CROP * Cli.CROP * 3L / 2, Cli.CROP * Cli.CROP * 2L);
    Cli crop = evaluate("crop");
    assertThat(crop.out())
        .contains("Scored on the central 32 x 32 pixels of test images.", "The same as stored");
    Cli full = evaluate("crop", "--evaluate", "FULL");
    assertThat(full.exit()).as(full.err()).isZero();
    assertThat(full.out())
        .contains("Scored on whole test images at their own size.")
        .contains("Not the same as stored")
        .contains("Stored are scores on the central 32 x 32 pixels of test images.");
    assertThat(RunDirectory.open(run).config()).as("nothing on disk changes").isEqualTo(config);
    assertThat(Files.readString(run.resolve("report.md"))).contains(" --evaluate crop ");
  }

  @Test
  void aRunCanScoreWholeImages() throws IOException {
    Cli trained = train("full", "--evaluate", "full");
    assertThat(trained.exit()).as(trained.err()).isZero();
    Path run = folder.resolve("full");
    assertThat(RunDirectory.open(run).config().evaluation().region()).isEqualTo(Region.FULL);
    assertThat(pixels(Ciss.open(run).last().confusion()))
        .isEqualTo(VocFiles.WIDTH * (VocFiles.HEIGHT * 3 / 4 + TALL));
    assertThat(Files.readString(run.resolve("report.md")))
        .contains("Scored on: whole test images at their own size", " --evaluate full ");
    assertThat(evaluate("full").out()).contains("The same as stored");
    assertThat(evaluate("full", "--evaluate", "crop").out())
        .contains("Not the same", "Stored are scores on whole test images at their own size.");
  }

  /** With one look at an image as it is, several are the same. */
  @Test
  void severalLooksAreScored() {
    assertThat(train("looks").exit()).isZero();
    Cli once = evaluate("looks", "--scales", "1", "--json");
    Cli often = evaluate("looks", "--scales", "0.75,1,1.25", "--flip");
    assertThat(often.exit()).as(often.err()).isZero();
    assertThat(often.out())
        .contains("test images, each shown at scales 1.25, 1, 0.75, as it is and mirrored.")
        .contains("Stored are scores on the central 32 x 32 pixels of test images.");
    Cli json = evaluate("looks", "--scales", "0.75,1,1.25", "--flip", "--json");
    assertThat(json.out()).contains("\"scales\" : [ 1.25, 1.0, 0.75 ]", "\"flip\" : true");
    assertThat(once.out()).contains("\"scales\" : [ 1.0 ]", "\"flip\" : false");
    assertThat(evaluate("looks", "--scales", "1").out()).contains("The same as stored");
    assertThat(evaluate("looks", "--scales", "0").err()).contains("from 0.1 to 10");
  }

  @Test
  void anotherWordIsAUsageError() {
    Cli cli = train("a", "--evaluate", "half");
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("scored region \"half\" is unknown; use crop or full");
    assertThat(folder.resolve("a")).doesNotExist();
  }
}
