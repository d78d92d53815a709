// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.cli.option.ConfigFile;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of a command in a file. */
class ConfigFileTest {
  @TempDir private Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("run.yaml"), String.join("\n", lines) + "\n");
  }

  /** The whole configuration that these words mean, as a file. */
  private static String printed(Object... words) {
    Cli cli = Cli.run("train", "--print-config", List.of(words));
    assertThat(cli.exit()).as(cli.err()).isZero();
    return cli.out();
  }

  @Test
  void aFileIsWhatTheOptionsAre() throws IOException {
    Path file =
        file(
            "# A comment",
            "dataset: sample",
            "scenario: 2-1   # and another",
            "method: dkd",
            "lr: 1e-3",
            "set:",
            "  kd: 3",
            "  ac: 0",
            "class-order: [2, 1, 4, 3]",
            "freeze-bn: true",
            "partial-weights: false");
    assertThat(printed("--config", file))
        .isEqualTo(
            printed(
                (Object[])
                    ("--dataset sample --scenario 2-1 --method dkd --lr 1e-3 --set kd=3 --set ac=0"
                            + " --class-order 2,1,4,3 --freeze-bn")
                        .split(" ", -1)));
  }

  /** What the classes of a data set are is known without it. */
  @Test
  void aFileIsPrintedWithoutTheData() {
    for (String dataset : List.of("voc", "ade", "cityscapes", "msrc")) {
      String name = dataset.equals("cityscapes") ? "rider" : "bicycle";
      assertThat(
              printed("--dataset", dataset, "--data", folder + "/none", "--classes", "car," + name))
          .contains("data: " + folder + "/none");
    }
    assertThat(printed("--dataset", "voc", "--class-order", "b")).contains("class-order:");
  }

  /** YAML would take 010 for eight and no for a boolean. */
  @Test
  void valuesAreAsTheyAreWritten() throws IOException {
    assertThat(printed("--config", file("seed: 010"))).isEqualTo(printed("--seed", "010"));
    assertRefused(file("classes: [disc, no, square]"), "\"no\"");
    assertRefused(file("seed: 1_0"), "'1_0'");
  }

  @Test
  void whatIsSaidOnTheCommandLineCountsMore() throws IOException {
    Path file = file("epochs: 7", "batch: 9", "set: {kd: 3, ac: 0}", "classes: [1, 2, 3]");
    String text =
        printed(
            "--config=" + file, "--epochs=5", "--set", "kd=4", "--classes", "disc,square,cross");
    assertThat(text).contains("epochs: 5", "batch: 9", "kd: 4", "ac: 0", "classes:");
    assertThat(text)
        .isEqualTo(
            printed(
                "--epochs",
                5,
                "--batch",
                9,
                "--set",
                "kd=4",
                "--set",
                "ac=0",
                "--classes",
                "disc,square,cross"));
  }

  /** A path may have = in it, and is no name and value for that. */
  @Test
  void foldersOnTheCommandLineTakeThePlaceOfThoseInTheFile() throws IOException {
    Path file = file("dataset: folder", "data: [/x/lang=de, /x/lang=fr]");
    assertThat(printed("--config", file)).contains("lang=de", "lang=fr");
    for (String other : List.of("/new", "/x/lang=it")) {
      assertThat(printed("--config", file, "--data", other))
          .contains("data: " + other)
          .doesNotContain("lang=de", "lang=fr");
    }
  }

  @Test
  void whatIsPrintedIsAFile() throws IOException {
    String first = printed("--scenario", "2-1", "--method", "mib", "--data", "my data, old: #1");
    Path file = file(first);
    assertThat(printed("--config", file)).isEqualTo(first);
    assertThat(first).contains("scenario: 2-1", "epochs: ", "\nset:\n");
  }

  @Test
  void configurationOfARunIsOneToo() throws IOException {
    Path run = folder.resolve("run");
    Cli cli =
        Cli.run(
            List.of("train", "--dataset", "sample", "--scenario", "joint", "--method", "analytic"),
            List.of("--crop", 32, "--epochs", 1, "--out", run, "--quiet", "--seed", 5));
    assertThat(cli.exit()).as(cli.err()).isZero();
    RunConfig config = RunDirectory.open(run).config();
    assertThat(printed("--config", run.resolve("config.json")))
        .isEqualTo(ConfigFile.text(config) + System.lineSeparator());
    assertThat(printed("--config", run.resolve("config.json"), "--seed", 6)).contains("seed: 6");
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearestRightOne() throws IOException {
    assertRefused(file("epoch: 3"), "has no option epoch; the nearest is epochs");
    assertRefused(file("later_lr: 3"), "has no option later_lr; the nearest is later-lr");
    assertRefused(file("config: other"), "has no option config");
  }

  @Test
  void whatIsNoListOfOptionsIsRefused() throws IOException {
    assertRefused(file("epochs"), "is no list of options");
    assertRefused(file("epochs: 3", "epochs: 4"), "is no YAML in line 2");
    assertRefused(file("epochs: [3"), "is no YAML in line ");
    assertRefused(file("epochs:"), "epochs needs a value");
    assertRefused(file("epochs: many"), "'many' is not an int");
    assertRefused(folder.resolve("none.yaml"), "none.yaml cannot be read");
  }

  private static void assertRefused(Path file, String message) {
    Cli cli = Cli.run("train", "--config", file, "--out", file.resolveSibling("out"));
    assertThat(cli.err()).contains(message).hasLineCount(1);
    assertThat(cli.exit()).isEqualTo(2);
  }
}
