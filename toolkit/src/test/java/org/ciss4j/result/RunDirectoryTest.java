// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.ciss4j.cli.StoredFiles;
import org.ciss4j.common.CissException;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.config.DataConfig;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.Lineage;
import org.ciss4j.result.config.MemoryConfig;
import org.ciss4j.result.config.MethodConfig;
import org.ciss4j.result.config.ModelConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.ScenarioConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.result.store.Upgrade;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.VoidPixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
  private static final List<String> NAMES = List.of("background", "cat", "bücherwurm");
  private static final RunConfig CONFIG =
      new RunConfig(
          DataConfig.of("voc").withFolder("some/folder"),
          ScenarioConfig.of("1-1")
              .withClasses(List.of(1, 2))
              .withClassOrder(List.of(2, 1))
              .withSetting(Setting.PARTITIONED)
              .withVoidPixels(VoidPixels.IGNORED)
              .withSplitSeed(9),
          new MethodConfig("dkd", Map.of("tau", "0.3", "kd", "1", "ac", "0")),
          ModelConfig.of("tiny"),
          Training.ade(),
          new EvaluationConfig(EvaluationProtocol.dkdAde(), 0.25, EvaluationConfig.Region.FULL),
          -3);

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() {
    RunDirectory directory = RunDirectory.create(folder.resolve("a/run"), CONFIG, NAMES);
    directory.write(result(0, 2));
    directory.write(result(1, 3));
    RunResult read = RunDirectory.open(directory.root()).result();
    assertThat(read.config()).isEqualTo(CONFIG);
    assertThat(read.classNames()).isEqualTo(NAMES);
    assertThat(read.steps()).hasSize(2);
    for (int step = 0; step < 2; step++) {
      StepResult expected = result(step, 2 + step);
      StepResult actual = read.steps().get(step);
      assertThat(actual).usingRecursiveComparison().ignoringFields("scores").isEqualTo(expected);
      assertThat(actual.scores()).isEqualTo(expected.scores());
    }
    assertThat(read.steps().get(0).scores().novel()).as("no class is novel").isNaN();
    assertThat(read.steps().get(0).scores().accuracy()).contains(Double.NaN);
    assertThat(read.last().step()).isEqualTo(1);
  }

  @Test
  void theMemoryOfAStepIsRead() {
    RunDirectory directory = RunDirectory.create(folder, CONFIG, NAMES);
    List<MemoryImage> memory =
        List.of(
            new MemoryImage("2007_000032", 2, List.of(1, 2)),
            new MemoryImage("bücherwurm", 1, List.of(1)));
    directory.step(1).writeMemory(memory);
    assertThat(directory.step(1).memory()).isEqualTo(memory);
    assertThat(directory.step(1).memoryFile())
        .isEqualTo(folder.resolve("step_1/memory.json"))
        .content()
        .containsSubsequence("\"id\" : \"2007_000032\"", "\"drawnFor\" : 2", "\"classes\"");
    assertThatThrownBy(() -> directory.step(2).memory())
        .isInstanceOf(CissException.class)
        .hasMessageContaining("step_2/memory.json cannot be read");
  }

  @Test
  void memoriesArePartOfTheConfiguration() {
    RunConfig config = CONFIG.withMemory(new MemoryConfig(100, MemoryConfig.Policy.OFFICIAL));
    assertThat(RunDirectory.create(folder, config, NAMES).config()).isEqualTo(config);
    assertThat(config.directoryName()).endsWith("_tiny_m100-official_s-3");
    assertThat(MemoryConfig.Policy.parse(" Paper")).isEqualTo(MemoryConfig.Policy.PAPER);
    assertThatThrownBy(() -> MemoryConfig.Policy.parse("ssul"))
        .isInstanceOf(CissException.class)
        .hasMessage("memory policy \"ssul\" is unknown; use one of paper, official");
    assertThatThrownBy(() -> MemoryConfig.none().withImages(-1))
        .isInstanceOf(CissException.class)
        .hasMessage("expected a memory of at least 0 images, got -1");
  }

  /** Also folders whose names have what separates paths elsewhere; older files say one each. */
  @Test
  void foldersThatWereLearntFromAreKeptAsTheyAre() throws IOException {
    Lineage.Learnt learnt =
        new Lineage.Learnt(
            "runs/one",
            "folder",
            "/mnt/a:b",
            List.of("C:\\data;old"),
            "",
            List.of("cat"),
            4,
            MethodConfig.of("dkd"),
            "");
    Lineage lineage =
        new Lineage("runs/one", "sky", List.of(learnt), List.of(), List.of(), "", List.of(), false);
    RunDirectory run = RunDirectory.create(folder, CONFIG.withLineage(lineage), NAMES);
    assertThat(run.config().lineage()).isEqualTo(lineage);
    assertThat(learnt.folders()).containsExactly("/mnt/a:b", "C:\\data;old");
    Path file = folder.resolve("config.json");
    StoredFiles.edit(file, "\"joined\" : \\[ \"C[^]]*\\],", "");
    assertThat(run.config().lineage().steps().get(0).folders()).containsExactly("/mnt/a:b");
    StoredFiles.edit(file, "(?s),\\s*\"lineage\" : \\{.*\\},", ",");
    assertThat(run.config().lineage()).isEqualTo(Lineage.none());
  }

  @Test
  void everyNumberIsKeptToItsLastBit() {
    RunDirectory directory = RunDirectory.create(folder, CONFIG, NAMES);
    Scores.Grouped odd = new Scores.Grouped(1 / 3.0, Double.NaN, Double.MIN_VALUE, 1 - 1e-16);
    Scores scores =
        new Scores(
            0.1,
            Double.NaN,
            Math.PI / 4,
            1e-300,
            List.of(2 / 3.0, Double.NaN),
            odd,
            odd,
            List.of());
    directory.write(new StepResult(0, List.of("cat"), 1, 1, new ConfusionMatrix(2), scores));
    assertThat(directory.result().last().scores()).isEqualTo(scores);
    assertThat(folder.resolve("step_0/scores.json"))
        .content()
        .contains("\"novel\" : null", "[ 0.6666666666666666, null ]")
        .doesNotContain("NaN");
  }

  /** As earlier versions wrote a score that has no value. */
  @Test
  void aScoreWithoutAValueMayBeAText() throws IOException {
    JsonNode tree =
        new ObjectMapper()
            .readTree("{\"scores\": {\"iou\": [null, \"NaN\", 0.5], \"all\": null}, \"step\": 1}");
    JsonNode read = Upgrade.noValuesIn("scores").apply(tree);
    assertThat(read.at("/scores/iou/0").doubleValue()).isNaN();
    assertThat(read.at("/scores/iou/1").asText()).isEqualTo("NaN");
    assertThat(read.at("/scores/iou/2").doubleValue()).isEqualTo(0.5);
    assertThat(read.at("/scores/all").doubleValue()).isNaN();
    assertThatThrownBy(
            () ->
                Upgrade.noValuesIn("scores")
                    .apply(new ObjectMapper().readTree("{\"scores\": {}, \"step\": null}")))
        .hasMessage("'step' is null");
  }

  @Test
  void theSameConfigurationIsTheSameFile() {
    RunDirectory.create(folder, CONFIG, NAMES);
    assertThat(folder.resolve("config.json"))
        .content()
        .containsSubsequence("\"ac\"", "\"kd\"", "\"tau\"");
    assertThat(CONFIG.directoryName()).isEqualTo("voc_1-1_partitioned_dkd_tiny_s-3");
  }

  @Test
  void nothingUnfinishedIsLeft() throws IOException {
    RunDirectory directory = RunDirectory.create(folder, CONFIG, NAMES);
    directory.write(result(0, 2));
    directory.write(result(0, 2));
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> folder.relativize(f).toString()))
          .containsExactlyInAnyOrder(
              "classes.txt", "config.json", "step_0/confusion.csv", "step_0/scores.json");
    }
  }

  @Test
  void aStepWithoutScoresIsNotDone() throws IOException {
    RunDirectory directory = RunDirectory.create(folder, CONFIG, NAMES);
    Files.writeString(directory.step(0).make().resolve("model.safetensors"), "half");
    assertThat(directory.result().steps()).isEmpty();
    directory.write(result(0, 2));
    directory.write(result(2, 3));
    assertThat(directory.result().steps()).hasSize(1);
    Files.delete(folder.resolve("step_0/scores.json"));
    assertThat(directory.result().steps()).isEmpty();
    assertError(
        CissException.Kind.USAGE,
        () -> directory.result().last(),
        "no step of this run is done yet");
  }

  @Test
  void aFolderThatHoldsSomethingIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "dear");
    assertError(
        CissException.Kind.USAGE,
        () -> RunDirectory.create(folder, CONFIG, NAMES),
        "output folder " + folder + " is not empty; name another with --out or remove it");
    assertThat(folder.toFile().list()).containsExactly("thesis.txt");
  }

  @Test
  void whatWasKilledBeforeItBeganIsNoRun() throws IOException {
    Files.writeString(folder.resolve(".lock"), "");
    Files.writeString(folder.resolve("classes.txt"), "half");
    Files.writeString(folder.resolve("config.json.tmp"), "{");
    RunDirectory.create(folder, CONFIG, NAMES);
    assertThat(RunDirectory.open(folder).classNames()).isEqualTo(NAMES);
    assertError(
        CissException.Kind.USAGE,
        () -> OutputFolder.requireFree(folder),
        "or go on with the run there: ciss train --resume " + folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "file/run"})
  void aFolderThatCannotBeMade(String path) throws IOException {
    Files.writeString(folder.resolve("file"), "");
    Path root = folder.resolve(path);
    assertError(
        CissException.Kind.USAGE,
        () -> RunDirectory.create(root, CONFIG, NAMES),
        "output folder " + root + " cannot be made: ");
  }

  /** A folder whose name is so long that no file in it has a possible name. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatCannotBeWrittenInto() {
    String tooLong = folder.toString();
    while (tooLong.length() < 4090) {
      int rest = 4090 - tooLong.length() - 1;
      tooLong += "/" + "x".repeat(rest <= 250 ? rest : Math.min(200, rest));
    }
    Path root = Path.of(tooLong);
    assertError(
        CissException.Kind.USAGE,
        () -> RunDirectory.create(root, CONFIG, NAMES),
        "cannot be written (File name too long)");
  }

  @ParameterizedTest
  @CsvSource({"trial_1", "dkd/seed_1"})
  void aFolderOfSeveralRunsNamesOne(String run) {
    RunDirectory.create(folder.resolve(run), CONFIG, NAMES);
    assertError(
        CissException.Kind.USAGE,
        () -> RunDirectory.open(folder),
        "it has no config.json; name a run in it, such as " + folder.resolve(run));
  }

  @Test
  void aFolderOfSomethingElseIsNoRun() {
    assertError(
        CissException.Kind.USAGE,
        () -> RunDirectory.open(folder),
        folder + " is not the folder of a run: it has no config.json");
    assertError(
        CissException.Kind.USAGE,
        () -> RunDirectory.open(folder.resolve("missing")),
        "run "
            + folder.resolve("missing")
            + " does not exist; name the folder that training wrote");
  }

  @ParameterizedTest
  @CsvSource({"config.json", "step_0/scores.json", "step_0/confusion.csv", "classes.txt"})
  void damagedFilesAreNamed(String name) throws IOException {
    RunDirectory directory = RunDirectory.create(folder, CONFIG, NAMES);
    directory.write(result(0, 2));
    Path file = folder.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    List<byte[]> damages =
        name.equals("classes.txt")
            ? List.of(new byte[] {(byte) 0xff, (byte) 0xfe})
            : List.of(
                half,
                new byte[0],
                new byte[] {(byte) 0xff, (byte) 0xfe},
                "{}".getBytes(StandardCharsets.UTF_8));
    for (byte[] damage : damages) {
      Files.write(file, damage);
      assertError(CissException.Kind.FAILURE, directory::result, file + " cannot be read (");
    }
    if (!name.endsWith("scores.json")) {
      Files.delete(file);
      assertError(CissException.Kind.FAILURE, directory::result, file + " cannot be read (");
    }
  }

  @Test
  void aConfigurationWithoutASeedIsDamaged() throws IOException {
    RunDirectory directory = RunDirectory.create(folder, CONFIG, NAMES);
    Path file = folder.resolve("config.json");
    Files.writeString(file, Files.readString(file).replace("\"seed\" : -3", "\"sead\" : -3"));
    assertError(CissException.Kind.FAILURE, directory::config, "'seed'");
  }

  @Test
  void trainingChecksItsRanges() {
    assertError(
        CissException.Kind.USAGE,
        () -> new Training(0, 16, 96, 1e-2, 1e-3, 0.9, 1e-4, 0.9, 0),
        "epochs");
    assertError(
        CissException.Kind.USAGE,
        () -> new Training(1, 16, 96, Double.NaN, 1e-3, 0.9, 1e-4, 0.9, 0),
        "expected a positive learning rate, got NaN");
    assertError(
        CissException.Kind.USAGE,
        () -> new Training(1, 16, 16, 1e-2, 1e-3, 0.9, 1e-4, 0.9, 0),
        "expected a crop of at least 32 pixels, got 16");
    assertError(
        CissException.Kind.USAGE,
        () -> new Training(1, 16, 96, 1e-2, 1e-3, 0.9, 1e-4, 0.9, 2),
        "expected a warm-up between 0.0 and 1.0, got 2.0");
  }

  private static StepResult result(int step, int size) {
    ConfusionMatrix confusion = new ConfusionMatrix(size);
    confusion.add(new int[] {0, 0, 0, size - 1}, new int[] {0, 0, 1, size - 1});
    if (size == 2) {
      confusion = ConfusionMatrix.of(new long[][] {{5, 1}, {0, 0}});
    }
    return new StepResult(
        step,
        List.of("bücherwurm"),
        7,
        3_000_000,
        confusion,
        Scores.of(confusion, 1, EvaluationProtocol.dkd()));
  }

  private static void assertError(CissException.Kind kind, ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CissException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
