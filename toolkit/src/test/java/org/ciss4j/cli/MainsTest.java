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
import org.ciss4j.result.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
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

  /** Not INT, which processes in the background of a script cannot hear. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void trainingThatIsAskedToEndSavesAndGoesOn() throws Exception {
    Path run = folder.resolve("run");
    Process process =
        start(TrainCommand.class, "--epochs", 500, "--batch", 4, "--crop", 32, "--out", run);
    Path losses = run.resolve("step_0/losses.csv");
    while (process.isAlive() && (!Files.exists(losses) || lines(losses) < 3)) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor()).as(text("err")).isEqualTo(143);
    assertThat(text("out")).isEmpty();
    assertThat(text("err").lines())
        .contains("saving after this iteration; a second signal ends at once, without saving")
        .last()
        .isEqualTo("ciss: stopped; go on with: ciss train --resume " + run);
    assertThat(run.resolve("step_0/model.safetensors")).doesNotExist();
    List<Long> saved = RunDirectory.open(run).checkpoints(0).iterations();
    assertThat(saved.get(0)).isEqualTo(lines(losses) - 1);
  }

  /** Files of this process may have 1.5 MB: a model has room, and with its momentum it has not. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskLosesNothing() throws Exception {
    Path run = folder.resolve("run");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 3000; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TrainCommand.class.getName(),
                "--dataset",
                "voc",
                "--data",
                VocFiles.sound(folder.resolve("data")).root.toString(),
                "--scenario",
                "15-5",
                "--backbone",
                "tiny",
                "--crop",
                "32",
                "--batch",
                "2",
                "--epochs",
                "3",
                "--checkpoint-every",
                "2",
                "--out",
                run.toString())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertThat(process.waitFor()).as(text("err")).isEqualTo(1);
    assertThat(text("err").lines())
        .last()
        .asString()
        .startsWith("ciss: " + run.resolve("step_0/checkpoint_2.safetensors") + ": ")
        .endsWith(
            "; nothing that was saved is lost: mend that and go on with ciss train --resume "
                + run);
    Cli goesOn = Cli.run("train", "--resume", run);
    assertThat(goesOn.exit()).as(goesOn.err()).isZero();
  }

  private static long lines(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return reader.lines().count();
    }
  }
}
