// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.data.VocFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every bad input ends with one line that says what to do, before anything is trained. */
class BadInputTest {
  private static final int USAGE = 2;
  private static final int FAILURE = 1;

  @TempDir Path folder;
  private VocFiles files;
  private Path out;

  @BeforeEach
  void write() {
    files = VocFiles.sound(folder.resolve("data"));
    out = folder.resolve("run");
  }

  private Cli train(Object... more) {
    return Cli.run(
        "train", "--quiet", Cli.small(files), "--epochs", 1, "--out", out, List.of(more));
  }

  private static void expect(Cli cli, int exit, String... parts) {
    assertThat(cli.exit()).as(cli.err()).isEqualTo(exit);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().strip()).startsWith("ciss: ").contains(parts).doesNotContain("\n");
  }

  private void expectNothingTrained(Cli cli, int exit, String... parts) {
    expect(cli, exit, parts);
    assertThat(out).doesNotExist();
  }

  @Test
  void missingFolder() {
    Path nowhere = folder.resolve("nowhere");
    for (String command : new String[] {"train", "split"}) {
      expect(
          Cli.run(command, "--dataset", "voc", "--data", nowhere),
          USAGE,
          nowhere + " does not exist",
          "name the folder that holds VOCdevkit/VOC2012");
    }
    expect(Cli.run("train", "--dataset", "voc"), USAGE, "needs its folder", "--data");
  }

  @Test
  void maskOfAnotherSize() {
    files.jpeg("b", 10, 8, 0);
    expectNothingTrained(train(), FAILURE, "b.png is 16x12", "b.jpg is 10x8");
  }

  @Test
  void labelOutsideTheLabelSpace() {
    files.image("b", 1, 21);
    expectNothingTrained(train(), FAILURE, "b.png holds label 21", "correct the mask");
  }

  @Test
  void truncatedJpeg() {
    files.truncate("JPEGImages/d.jpg", files.read("JPEGImages/d.jpg").length / 2);
    expectNothingTrained(train(), FAILURE, "d.jpg is cut short", "fetch it again");
  }

  @Test
  void listThatNamesAnAbsentImage() {
    files.list("train", "a", "b", "c", "e");
    expectNothingTrained(train(), FAILURE, "e.jpg does not exist", "remove the line");
    expectNothingTrained(train("--train-list", "some"), USAGE, "some.txt does not exist");
  }

  @Test
  void scenarioThatDoesNotDivideTheClasses() {
    expectNothingTrained(
        Cli.run("train", "--scenario", "2-3", "--out", out), USAGE, "scenario 2-3", "use 2-");
    expect(Cli.run("split", "--scenario", "fifteen"), USAGE, "\"fifteen\"", "such as 15-1");
  }

  @Test
  void stepWithoutImages() {
    files.image("c", 1);
    expectNothingTrained(
        train(), USAGE, "step 1 of 15-5 overlapped has no training image", "sheep", "use another");
  }

  @Test
  void outputBelowAFile() throws IOException {
    out = Files.writeString(folder.resolve("file"), "").resolve("run");
    expect(train(), USAGE, out.toString(), "file is a file; name another with --out");
  }

  @Test
  void outputThatHoldsSomething() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("thesis.txt"), "");
    // Told before the data is looked at, which may take minutes.
    files.image("b", 1, 21);
    expect(train(), USAGE, "run is not empty; name another with --out or remove it");
    assertThat(out).isDirectoryContaining("glob:**thesis.txt");
  }

  @Test
  void namesThatDoNotExist() {
    expectNothingTrained(train("--method", "foss"), USAGE, "'foss'", "dkd, fine-tuning, joint");
    expectNothingTrained(train("--set", "beta=1"), USAGE, "'beta'", "dkdPositive", "kd");
    expectNothingTrained(train("--set", "kd=much"), USAGE, "kd");
    expectNothingTrained(train("--set", "kd"), USAGE, "--set", "see 'ciss train --help'");
    expect(Cli.run("train", "--dataset", "coco"), USAGE, "'coco'", "voc, ade", "sample");
    expect(
        Cli.run("train", "--backbone", "vgg", "--out", out),
        USAGE,
        "vgg",
        "tiny, mobilenetv2, resnet18");
    expect(Cli.run("train", "--setting", "both"), USAGE, "\"both\"", "sequential or partitioned");
    expect(Cli.run("train", "--class-order", "1,2"), USAGE, "class order lacks 3, 4");
    expect(Cli.run("train", "--class-order", "b"), USAGE, "20 classes of PASCAL VOC");
    expect(Cli.run("train", "--classes", "disc,cat"), USAGE, "\"cat\" is no class of sample");
    expect(Cli.run("train", "--protocol", "coco"), USAGE, "'coco'", "dkd, dkd-ade, mib, plop");
    expect(Cli.run("train", "--void", "green"), USAGE, "\"green\"", "background or ignored");
    expect(Cli.run("train", "--held-out", "1"), USAGE, "at least 0 and below 1, not 1.0");
  }

  @Test
  void valuesOutOfRange() {
    expect(Cli.run("train", "--epochs", "0"), USAGE, "positive number of epochs, got 0");
    expect(Cli.run("train", "--crop", "8"), USAGE, "at least 32 pixels, got 8");
    expect(Cli.run("train", "--lr", "-1"), USAGE, "learning rate");
    expect(Cli.run("train", "--epochs", "many"), USAGE, "'--epochs'", "'many' is not an int");
  }

  @Test
  void misspeltWords() {
    expect(Cli.run(), USAGE, "Missing required subcommand", "see 'ciss --help'");
    expect(Cli.run("tran"), USAGE, "'tran'", "did you mean", "train");
    expect(Cli.run("train", "--dataste", "voc"), USAGE, "did you mean --dataset?");
    expect(Cli.run("evaluate"), USAGE, "--run=DIR", "--weights=FILE", "see 'ciss evaluate --help'");
  }

  @Test
  void runThatIsNone() {
    expect(Cli.run("evaluate", "--run", folder), USAGE, "is not the folder of a run");
    expect(
        Cli.run("predict", "--run", folder, "--image", "a.jpg", "--out", "a.png"),
        USAGE,
        "is not the folder of a run");
  }

  @Test
  void stackTraceOnlyWhenAskedFor() {
    Path nowhere = folder.resolve("nowhere");
    String trace = "at org.ciss4j.";
    assertThat(Cli.run("evaluate", "--run", nowhere).err()).doesNotContain(trace);
    assertThat(Cli.run("evaluate", "--run", nowhere, "--stacktrace").err()).contains(trace);
    assertThat(Cli.run("--stacktrace", "evaluate", "--run", nowhere).err()).contains(trace);
    assertThat(Cli.run("--stacktrace", "train", "--epochs", "x").err()).contains(trace);
  }
}
