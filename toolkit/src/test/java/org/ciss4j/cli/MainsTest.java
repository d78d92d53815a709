// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ciss4j.data.VocFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The main classes in a JVM of their own, as an IDE starts them. */
@Timeout(120)
class MainsTest {
  @TempDir Path folder;

  private Process start(Class<?> main, Object... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(Cli.words(words));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void errorsAreOneLineAndAnExitCode() throws Exception {
    assertThat(start(SplitCommand.class, "--scenario", "2-3").waitFor()).isEqualTo(2);
    assertThat(text("err")).startsWith("ciss: scenario 2-3 ").hasLineCount(1);
    assertThat(text("out")).isEmpty();
  }

  /** Natives and libraries like to print; nothing of that reaches the person. */
  @Test
  void onlyResultsAndProgressAreWritten() throws Exception {
    Path run = folder.resolve("run");
    Process process =
        start(
            TrainCommand.class,
            Cli.small(VocFiles.sound(folder.resolve("data"))),
            List.of("--epochs", 1, "--out", run));
    assertThat(process.waitFor()).as(text("err")).isZero();
    assertThat(text("out").lines())
        .hasSize(5)
        .last()
        .isEqualTo("Report: " + run.resolve("report.html"));
    // On a slow machine there is a line of progress now and then.
    assertThat(text("err").lines())
        .allMatch(line -> line.matches("(checking|step|Trained for) .*"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void interruptedTrainingSaysSo() throws Exception {
    Path run = folder.resolve("run");
    Process process = start(TrainCommand.class, "--epochs", 500, "--crop", 32, "--out", run);
    Path losses = run.resolve("step_0/losses.csv");
    while (process.isAlive() && (!Files.exists(losses) || lines(losses) < 3)) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    // Not INT, which processes in the background of a script cannot hear.
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor()).as(text("err")).isEqualTo(143);
    assertThat(text("out")).isEmpty();
    assertThat(text("err").lines()).last().asString().startsWith("ciss: interrupted; ");
    assertThat(run.resolve("step_0/scores.json")).doesNotExist();
    assertThat(run.resolve("step_0/model.safetensors")).doesNotExist();
  }

  private static long lines(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return reader.lines().count();
    }
  }
}
