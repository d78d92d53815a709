// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main classes in a JVM of their own, as an IDE starts them. */
@Timeout(120)
class MainsTest {
  @TempDir Path folder;

  private Process start(Class<?> main, Object... words) throws IOException {
    return builder(main, words).start();
  }

  private ProcessBuilder builder(Class<?> main, Object... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(Cli.words(words));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile());
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

  /** What a command does not use takes most of its start: methods, readers of JSON and YAML. */
  @Test
  void helpLoadsNothingButCommands() throws Exception {
    ProcessBuilder builder = builder(CissCommand.class, "--help");
    builder.environment().put("JDK_JAVA_OPTIONS", "-verbose:class");
    assertThat(builder.start().waitFor()).isZero();
    assertThat(text("out"))
        .contains("org.ciss4j.cli.TrainCommand ")
        .doesNotContain(
            "org.ciss4j.method.Plop ",
            "com.fasterxml.jackson.databind.ObjectMapper ",
            "org.nd4j.linalg.factory.Nd4j ");
  }

  /** As from an IDE: no launcher has looked at the environment before. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "2,1", "auto", ""})
  void threadsThatAreNoneAreRefusedBeforeAnythingRuns(String threads) throws Exception {
    ProcessBuilder builder = builder(TrainCommand.class, "--epochs", 1, "--out", folder);
    builder.environment().put("OMP_NUM_THREADS", threads);
    assertThat(builder.start().waitFor()).isEqualTo(2);
    assertThat(text("err"))
        .startsWith("ciss: the environment variable OMP_NUM_THREADS is '" + threads + "': ")
        .hasLineCount(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void namesBeyondAsciiNeedACharset() throws Exception {
    assumeTrue(
        "UTF-8".equals(System.getProperty("sun.jnu.encoding")), "this process has no such charset");
    Path data = folder.resolve("data");
    Files.createDirectories(data.resolve("images"));
    Files.createDirectories(data.resolve("masks"));
    Files.writeString(data.resolve("labels.txt"), "background\na\n");
    Files.write(data.resolve("images/bild_\u00fc.png"), new byte[1]);
    String[] words = {"check", "--dataset", "folder", "--data", data.toString()};
    ProcessBuilder builder = builder(DataCommand.class, (Object[]) words);
    builder.environment().put("LC_ALL", "C");
    assertThat(builder.start().waitFor()).isEqualTo(2);
    assertThat(text("err"))
        .startsWith("ciss: the file name 'bild_")
        .contains("set the environment variable LC_ALL to C.UTF-8")
        .hasLineCount(1);
    words[4] = data + "\u00e4";
    builder = builder(DataCommand.class, (Object[]) words);
    builder.environment().put("LC_ALL", "C");
    assertThat(builder.start().waitFor()).isEqualTo(2);
    assertThat(text("err"))
        .startsWith("ciss: Invalid value for option '--data': the file name '")
        .hasLineCount(1);
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
        .allMatch(
            line ->
                line.matches(
                    "(schedule small,|5 new classes begin by|voc: 3 training"
                        + " images|checking|.*: no mask shows|step|Trained for) .*"));
  }

  /** Not INT, which processes in the background of a script cannot hear. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals to send")
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
    List<Long> saved = RunDirectory.open(run).step(0).checkpoints().iterations();
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
