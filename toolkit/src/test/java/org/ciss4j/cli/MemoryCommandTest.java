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
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.MemoryConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replay of images of earlier steps. */
class MemoryCommandTest {
  @TempDir Path folder;
  private VocFiles files;

  @BeforeEach
  void write() {
    files = VocFiles.sound(folder.resolve("data"));
  }

  private Cli train(Object... more) {
    return Cli.run(
        "train",
        Cli.small(files),
        List.of("--epochs", 1, "--batch", 2, "--out", folder.resolve("run")),
        List.of(more));
  }

  @Test
  void aRunSaysWhatItReplays() throws IOException {
    Cli cli = train("--memory", 1, "--memory-policy", "Official");
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.err()).contains("replays 1 image of 1 old class");
    assertThat(Ciss.open(folder.resolve("run")).config().memory())
        .isEqualTo(new MemoryConfig(1, MemoryConfig.Policy.OFFICIAL));
    assertThat(RunDirectory.open(folder.resolve("run")).step(1).memory()).hasSize(1);
    assertThat(Files.readString(folder.resolve("run/report.md")))
        .contains("--memory 1 --memory-policy official");
  }

  @Test
  void withoutTheOptionNothingIsReplayed() throws IOException {
    Cli cli = train();
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.err()).doesNotContain("replays");
    assertThat(folder.resolve("run/step_1/memory.json")).doesNotExist();
    assertThat(Files.readString(folder.resolve("run/report.md"))).doesNotContain("--memory");
  }

  @Test
  void wrongValuesAreUsageErrors() {
    expect(train("--memory", -1), "expected a memory of at least 0 images, got -1");
    expect(train("--memory-policy", "all"), "\"all\" is unknown; use one of paper, official");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private static void expect(Cli cli, String message) {
    assertThat(cli.exit()).as(cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(message);
  }
}
