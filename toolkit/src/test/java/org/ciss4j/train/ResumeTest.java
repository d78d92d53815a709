// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.ciss4j.common.CissException;
import org.ciss4j.data.set.SampleDataset;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.ResNet;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.FineTuning;
import org.ciss4j.result.CheckpointFiles;
import org.ciss4j.result.Environment;
import org.ciss4j.result.Provenance;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunLock;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.Training;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are interrupted within this process, at a place that a test chooses. */
class ResumeTest {
  private static final Experiment DKD = SmallRun.experiment(Dkd.voc(), 5);

  @TempDir static Path runs;
  private static Path whole;

  @TempDir Path folder;

  private final List<RunEvent> events = new ArrayList<>();

  @BeforeAll
  static void train() {
    whole = runs.resolve("whole");
    SmallRun.train(DKD, whole);
  }

  /** Trains with a checkpoint every three iterations until an event, which throws. */
  private void trainUntil(Predicate<RunEvent> end) {
    assertThatThrownBy(
            () ->
                SmallRun.train(
                    DKD,
                    folder,
                    event -> {
                      if (end.test(event)) {
                        throw new IllegalStateException("killed");
                      }
                    },
                    RunControl.standard().withCheckpointEvery(3)))
        .hasMessage("killed");
  }

  private static Predicate<RunEvent> iteration(int step, long number) {
    return event ->
        event instanceof RunEvent.IterationDone done
            && done.step() == step
            && done.iteration() == number;
  }

  private RunResult resume() {
    return ScenarioRunner.resume(DKD, folder, events::add, SmallRun.withoutClock());
  }

  private CheckpointFiles checkpoints(int step) {
    return RunDirectory.open(folder).step(step).checkpoints();
  }

  private RunEvent.StepStarted firstStart() {
    return (RunEvent.StepStarted)
        events.stream().filter(RunEvent.StepStarted.class::isInstance).findFirst().orElseThrow();
  }

  private List<String> remarks() {
    return events.stream()
        .filter(RunEvent.Remark.class::isInstance)
        .map(event -> ((RunEvent.Remark) event).text())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0", "0, 3, 0", "0, 4, 3", "0, 8, 6", "1, 1, 0", "1, 5, 3"})
  void aRunGoesOnFromItsLatestCheckpoint(int step, long iteration, long done) {
    trainUntil(iteration(step, iteration));
    resume();
    SmallRun.assertSame(folder, whole);
    assertThat(firstStart().step().index()).isEqualTo(step);
    assertThat(firstStart().done()).isEqualTo(done);
    assertThat(
            events.stream()
                .filter(RunEvent.IterationDone.class::isInstance)
                .map(event -> ((RunEvent.IterationDone) event).iteration()))
        .startsWith(done + 1);
  }

  /** The network is there, so nothing is trained twice. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aStepThatWaitsForItsScoresIsScored(int step) {
    trainUntil(event -> event instanceof RunEvent.Evaluated scored && scored.step() == step);
    resume();
    SmallRun.assertSame(folder, whole);
    assertThat(events.stream().filter(RunEvent.StepStarted.class::isInstance)).hasSize(1 - step);
  }

  @Test
  void aRunThatHadNotBegunBegins() throws IOException {
    trainUntil(RunEvent.RunStarted.class::isInstance);
    Files.delete(folder.resolve("provenance.json"));
    resume();
    SmallRun.assertSame(folder, whole);
    assertThat(RunDirectory.open(folder).provenance().sessions()).hasSize(1);
  }

  @Test
  void betweenTwoStepsNothingIsDoneTwice() {
    trainUntil(RunEvent.StepFinished.class::isInstance);
    resume();
    SmallRun.assertSame(folder, whole);
    assertThat(firstStart().step().index()).isEqualTo(1);
  }

  /** Two checkpoints are kept: of the later one, a part is missing or a bit has changed. */
  @ParameterizedTest
  @ValueSource(strings = {"cut", "flipped", "missing", "no description", "half a description"})
  void aDamagedCheckpointGivesWayToTheOneBefore(String damage) throws IOException {
    trainUntil(iteration(0, 8));
    CheckpointFiles files = checkpoints(0);
    assertThat(files.iterations()).containsExactly(6L, 3L);
    Path arrays = files.arrays(6);
    Path description = files.folder().resolve("checkpoint_6.json");
    byte[] bytes = Files.readAllBytes(arrays);
    switch (damage) {
      case "cut" -> Files.write(arrays, java.util.Arrays.copyOf(bytes, bytes.length - 1));
      case "flipped" -> {
        bytes[bytes.length / 2] ^= 1;
        Files.write(arrays, bytes);
      }
      case "missing" -> Files.delete(arrays);
      case "no description" -> Files.delete(description);
      default -> Files.writeString(description, Files.readString(description).substring(0, 40));
    }
    resume();
    SmallRun.assertSame(folder, whole);
    assertThat(firstStart().done()).isEqualTo(3);
    if (damage.equals("no description")) {
      assertThat(remarks()).isEmpty();
    } else {
      assertThat(remarks()).singleElement().asString().contains("checkpoint_6.");
    }
  }

  /** What was damaged earlier is not overwritten by what is damaged now. */
  @Test
  void whatIsDamagedIsKept() throws IOException {
    trainUntil(iteration(0, 8));
    Path step = folder.resolve("step_0");
    Files.writeString(step.resolve("checkpoint_6.json.damaged"), "earlier");
    Files.write(step.resolve("checkpoint_6.safetensors"), new byte[] {1, 2, 3});
    resume();
    SmallRun.assertSame(folder, whole);
    assertThat(remarks())
        .singleElement()
        .asString()
        .contains("checkpoint_6.json.damaged.2 and checkpoint_6.safetensors.damaged");
    assertThat(step.resolve("checkpoint_6.json.damaged")).hasContent("earlier");
    assertThat(step.resolve("checkpoint_6.json.damaged.2"))
        .content()
        .contains("\"iterations\" : 6");
    assertThat(step.resolve("checkpoint_6.safetensors.damaged"))
        .hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void aDamagedModelThatIsNotScoredIsKeptAndTrainedAgain() throws IOException {
    trainUntil(event -> event instanceof RunEvent.Evaluated scored && scored.step() == 1);
    Path model = folder.resolve("step_1/model.safetensors");
    Files.write(model, new byte[] {1});
    resume();
    SmallRun.assertSame(folder, whole);
    assertThat(remarks()).singleElement().asString().contains("model.safetensors.damaged");
    assertThat(firstStart().done()).isPositive();
  }

  /** A checkpoint of another network is no damage. */
  @Test
  void whatIsOfAnotherConfigurationIsRefusedAndLeftAlone() throws IOException {
    trainUntil(iteration(0, 8));
    Experiment wider =
        new Experiment(
            DKD.dataset(),
            DKD.scenario(),
            DKD.rules(),
            DKD.method(),
            Model.of(new Network(new ResNet("wide", false, List.of(1, 1, 1, 1), 8, 16), 8)),
            DKD.training(),
            DKD.evaluation(),
            DKD.seed());
    Experiment shorter = SmallRun.experiment(DKD.method(), SmallRun.TRAINING.withEpochs(1), 5);
    List<Path> before = files();
    for (Experiment other : List.of(wider, shorter)) {
      assertError(
          CissException.Kind.USAGE,
          () -> ScenarioRunner.resume(other, folder, events::add, SmallRun.withoutClock()),
          "restore config.json, or train into another folder");
      assertThat(files()).isEqualTo(before);
    }
    resume();
    SmallRun.assertSame(folder, whole);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }

  @Test
  void lossesThatChangedAreRefused() throws IOException {
    trainUntil(iteration(0, 8));
    Path losses = folder.resolve("step_0/losses.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(losses));
    lines.set(3, lines.get(3).replaceFirst("\\d,", "9999,"));
    Files.write(losses, lines);
    assertError(CissException.Kind.FAILURE, this::resume, losses + " is damaged: its SHA-256 is");
  }

  @Test
  void anEditedConfigurationIsRefused() throws IOException {
    trainUntil(iteration(1, 2));
    Path config = folder.resolve("config.json");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("\"crop\" : 32", "\"crop\" : 64"));
    assertError(
        CissException.Kind.USAGE, this::resume, config + " was changed after the run had begun");
    Files.writeString(config, text.replace("\n", "\r\n"));
    resume();
    SmallRun.assertSame(folder, whole);
  }

  @Test
  void aRunWhoseProvenanceIsGoneIsNotBegunAgain() throws IOException {
    trainUntil(iteration(1, 2));
    Files.delete(folder.resolve("provenance.json"));
    assertError(CissException.Kind.FAILURE, this::resume, "has steps, but no provenance.json");
  }

  @Test
  void scoresThatAreGoneAreComputedAgain() throws IOException {
    SmallRun.train(DKD, folder);
    Files.delete(folder.resolve("step_1/scores.json"));
    assertError(
        CissException.Kind.FAILURE,
        () -> RunDirectory.open(folder).result(),
        "step_1/scores.json is damaged: it is missing, though step 1 was done");
    resume();
    SmallRun.assertSame(folder, whole);
  }

  @Test
  void withoutAnySoundCheckpointTheStepBeginsAgain() throws IOException {
    trainUntil(iteration(1, 5));
    for (long iterations : checkpoints(1).iterations()) {
      Files.write(checkpoints(1).arrays(iterations), new byte[3]);
    }
    resume();
    SmallRun.assertSame(folder, whole);
    assertThat(remarks()).hasSize(1).allMatch(text -> text.contains("3 bytes where "));
    assertThat(firstStart().done()).isZero();
  }

  @Test
  void aDamagedModelOfTheStepBeforeIsNamed() throws IOException {
    trainUntil(iteration(1, 2));
    Path model = folder.resolve("step_0/model.safetensors");
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length - 1] ^= 1;
    Files.write(model, bytes);
    assertError(CissException.Kind.FAILURE, this::resume, model + " is damaged: its SHA-256");
  }

  @Test
  void aCheckpointOfAnotherFormatIsLeftAlone() throws IOException {
    trainUntil(iteration(0, 4));
    Path description = folder.resolve("step_0/checkpoint_3.json");
    String text = Files.readString(description);
    Files.writeString(description, text.replace("\"format\" : 1", "\"format\" : 2"));
    assertError(CissException.Kind.USAGE, this::resume, "has format 2, this version");
    assertThat(description).exists();
  }

  @Test
  void lossesThatAreMissingAreNamed() throws IOException {
    trainUntil(iteration(0, 4));
    Path losses = folder.resolve("step_0/losses.csv");
    Files.write(losses, Files.readAllLines(losses).subList(0, 2));
    assertError(CissException.Kind.FAILURE, this::resume, losses + " ends before iteration 3");
  }

  @Test
  void aRunThatIsAskedToStopsAfterItsIteration() throws IOException {
    StopSignal stop = new StopSignal();
    RunListener listener =
        event -> {
          events.add(event);
          if (iteration(1, 2).test(event)) {
            stop.request();
          }
        };
    RunResult stopped =
        SmallRun.train(DKD, folder, listener, SmallRun.withoutClock().withStop(stop));
    assertThat(stopped.steps()).hasSize(1);
    assertThat(events.get(events.size() - 1)).isEqualTo(new RunEvent.RunStopped(folder));
    assertThat(events.get(events.size() - 2)).isEqualTo(new RunEvent.CheckpointSaved(1, 2));
    events.clear();
    assertThat(resume().steps()).hasSize(2);
    assertThat(firstStart().done()).isEqualTo(2);
    SmallRun.assertSame(folder, whole);
  }

  @Test
  void whileTheDataIsCheckedNothingIsWrittenYet() {
    StopSignal stop = new StopSignal();
    stop.request();
    Path out = folder.resolve("run");
    Experiment fresh = DKD.withDataset(SmallRun.dataset());
    assertError(
        CissException.Kind.FAILURE,
        () ->
            SmallRun.train(fresh, out, RunListener.none(), SmallRun.withoutClock().withStop(stop)),
        "stopped before training began; nothing was written");
    assertThat(out).doesNotExist();
  }

  @Test
  void aFinishedRunStaysAsItIs() throws IOException {
    Path scores = whole.resolve("step_1/scores.json");
    var before = Files.getLastModifiedTime(scores);
    RunResult result = ScenarioRunner.resume(DKD, whole, events::add, SmallRun.withoutClock());
    assertThat(result.steps()).hasSize(2);
    assertThat(remarks())
        .containsExactly("run " + whole + " is finished, there is nothing to go on with");
    assertThat(Files.getLastModifiedTime(scores)).isEqualTo(before);
  }

  /** The loss is a number for one iteration more, so the state before it is saved. */
  @Test
  void aLossThatIsNoNumberLeavesTheLastCheckpoint() {
    Experiment wild = wild(1e25);
    RunControl control = RunControl.standard().withCheckpointEvery(1);
    String[] messages = new String[2];
    for (int i = 0; i < 2; i++) {
      boolean first = i == 0;
      Throwable thrown =
          catchThrowable(
              () -> {
                if (first) {
                  SmallRun.train(wild, folder, events::add, control);
                } else {
                  ScenarioRunner.resume(wild, folder, events::add, control);
                }
              });
      messages[i] = thrown.getMessage();
      assertThat(checkpoints(0).iterations()).isNotEmpty();
    }
    assertThat(messages[0]).startsWith("the loss is ").contains("images train_", "largest term: ");
    assertThat(messages[1]).as("the same again").isEqualTo(messages[0]);
  }

  @Test
  void whatIsNoNumberIsNotSaved() {
    Experiment wild = wild(1e200);
    RunControl control = RunControl.standard().withCheckpointEvery(1);
    assertError(
        CissException.Kind.FAILURE,
        () -> SmallRun.train(wild, folder, events::add, control),
        "not finite after iteration 0 of step 0, at a loss of ");
    assertThat(checkpoints(0).iterations()).isEmpty();
  }

  private static Experiment wild(double rate) {
    Training training = SmallRun.TRAINING.withLearningRates(rate, 1e-3);
    return SmallRun.experiment(FineTuning.standard(), training, 5);
  }

  @Test
  void aSecondProcessIsRefused() {
    trainUntil(iteration(0, 4));
    String message = "run " + folder + " is being trained by another process; ";
    try (RunLock lock = RunLock.take(folder)) {
      assertError(CissException.Kind.USAGE, this::resume, message);
    }
    resume();
    SmallRun.assertSame(folder, whole);
  }

  @Test
  void otherDataIsRefused() {
    trainUntil(iteration(0, 4));
    Experiment other =
        DKD.withDataset(
            new SampleDataset(
                SampleDataset.Options.standard().withSize(32).withImages(24, 8).withSeed(2)));
    assertError(
        CissException.Kind.USAGE,
        () -> ScenarioRunner.resume(other, folder, events::add, SmallRun.withoutClock()),
        "the data of run " + folder + " has changed: its fingerprint was ");
  }

  @Test
  void theProvenanceNamesAllSessions() throws IOException {
    trainUntil(iteration(1, 4));
    Provenance half = RunDirectory.open(folder).provenance();
    assertThat(half.ended()).isNull();
    assertThat(half.weightsSha256()).isNull();
    assertThat(half.sessions()).hasSize(1);
    resume();
    Provenance done = RunDirectory.open(folder).provenance();
    assertThat(done.ended()).isNotNull();
    assertThat(done.dataFingerprint()).matches("[0-9a-f]{64}").isEqualTo(half.dataFingerprint());
    assertThat(done.sessions()).hasSize(2).startsWith(half.sessions().get(0));
    assertThat(done.sessions().get(1).stepsDone()).isEqualTo(1);
    Environment environment = done.sessions().get(1).environment();
    assertThat(environment.version()).isNotEmpty();
    assertThat(environment.backend()).contains("CpuBackend 1.0");
    assertThat(environment.oneDnn()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(environment.threads()).isPositive();
    assertThat(remarks()).isEmpty();
  }

  @Test
  void anotherEnvironmentIsRemarked() throws IOException {
    trainUntil(iteration(0, 4));
    Path file = folder.resolve("provenance.json");
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.replaceFirst("\"threads\" : \\d+", "\"threads\" : 99")
            .replaceFirst("\"java\" : \"[^\"]*", "\"java\" : \"11.0.1")
            .replaceFirst("\"os\" : \"[^\"]*", "\"os\" : \"Solaris"));
    resume();
    assertThat(remarks())
        .singleElement()
        .asString()
        .contains("last digits", "threads 99, now ", "Java 11.0.1, now ", "system Solaris, now ");
  }

  @Test
  void aFolderWithoutARunIsNamed() {
    assertError(
        CissException.Kind.USAGE, this::resume, folder + " is not the folder of a run: it has no");
  }

  @Test
  void whatIsBeingWrittenHasAnotherName() throws IOException {
    trainUntil(iteration(0, 4));
    Path half = folder.resolve("step_0/.checkpoint_6.safetensors.0.tmp");
    Files.write(half, new byte[100]);
    Files.write(folder.resolve("step_0/checkpoint_6.safetensors"), new byte[100]);
    resume();
    SmallRun.assertSame(folder, whole);
    try (Stream<Path> files = Files.list(half.getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "confusion.csv", "losses.csv", "model.json", "model.safetensors", "scores.json");
    }
  }

  private static void assertError(CissException.Kind kind, ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CissException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }
}
