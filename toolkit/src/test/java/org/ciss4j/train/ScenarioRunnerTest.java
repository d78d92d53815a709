// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.weights.Safetensors;
import org.ciss4j.graph.weights.tensor.TensorEntry;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.FineTuning;
import org.ciss4j.method.Joint;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.Training;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioRunnerTest {
  /** With images of its own: those that another test has looked at are not checked again. */
  private static final Experiment DKD =
      SmallRun.experiment(Dkd.voc(), 5).withDataset(SmallRun.dataset());

  @TempDir static Path runs;

  @TempDir Path folder;

  private static final List<RunEvent> EVENTS = new ArrayList<>();

  @BeforeAll
  static void train() {
    EVENTS.clear();
    SmallRun.train(DKD, runs.resolve("dkd"), EVENTS);
  }

  @Test
  void aListenerHearsWhatHappensInOrder() {
    assertThat(EVENTS.stream().map(event -> event.getClass().getSimpleName()).distinct())
        .containsExactly(
            "DataChecked",
            "RunStarted",
            "StepStarted",
            "IterationDone",
            "Evaluated",
            "StepFinished");
    List<RunEvent.StepStarted> starts = events(RunEvent.StepStarted.class);
    assertThat(starts).extracting(start -> start.step().index()).containsExactly(0, 1);
    assertThat(starts).allSatisfy(start -> assertThat(start.steps()).isEqualTo(2));
    for (RunEvent.StepStarted start : starts) {
      int step = start.step().index();
      assertThat(start.iterations()).isEqualTo(start.trainImages() / 4 * 2L);
      List<RunEvent.IterationDone> iterations =
          events(RunEvent.IterationDone.class).stream().filter(e -> e.step() == step).toList();
      assertThat(iterations).hasSize((int) start.iterations());
      for (int i = 0; i < iterations.size(); i++) {
        assertThat(iterations.get(i).iteration()).isEqualTo(i + 1);
        assertThat(iterations.get(i).terms().keySet())
            .containsExactlyElementsOf(
                step == 0
                    ? List.of("mbce", "ac")
                    : List.of("mbce", "kd", "dkd_pos", "dkd_neg", "ac"));
      }
      assertThat(iterations.get(0).rate()).isEqualTo(step == 0 ? 1e-2 : 1e-3);
      RunEvent.Evaluated last =
          events(RunEvent.Evaluated.class).stream()
              .filter(e -> e.step() == step)
              .reduce((a, b) -> b)
              .orElseThrow();
      assertThat(last.batches()).isEqualTo(last.totalBatches());
    }
  }

  @Test
  void lossesAreLogged() throws IOException {
    RunDirectory directory = RunDirectory.open(runs.resolve("dkd"));
    List<String> lines = Files.readAllLines(directory.step(1).losses());
    assertThat(lines.get(0))
        .isEqualTo(
            "iteration,rate,loss,mbce,kd,dkd_pos,dkd_neg,ac,drift_pos,drift_neg,drift,seconds,"
                + "waited");
    List<RunEvent.IterationDone> iterations =
        events(RunEvent.IterationDone.class).stream().filter(e -> e.step() == 1).toList();
    assertThat(lines).hasSize(iterations.size() + 1);
    for (int i = 0; i < iterations.size(); i++) {
      String[] fields = lines.get(i + 1).split(",");
      assertThat(fields).hasSize(13);
      assertThat(Long.parseLong(fields[0])).isEqualTo(i);
      assertThat(Double.parseDouble(fields[2])).isEqualTo(iterations.get(i).total());
    }
  }

  @Test
  void evaluationFromDiskEqualsThatInMemory() {
    RunDirectory directory = RunDirectory.open(runs.resolve("dkd"));
    List<StepResult> inMemory =
        events(RunEvent.StepFinished.class).stream().map(RunEvent.StepFinished::result).toList();
    assertThat(inMemory).hasSize(2);
    for (int step = 0; step < 2; step++) {
      StepResult again = new Scoring(RunListener.none()).of(DKD, directory, step);
      assertSameResult(again, inMemory.get(step));
      assertSameResult(directory.result().steps().get(step), again);
    }
    assertThat(new Scoring(RunListener.none()).of(DKD, directory, null).step()).isEqualTo(1);
    assertThatThrownBy(() -> new Scoring(RunListener.none()).of(DKD, directory, 2))
        .isInstanceOf(CissException.class)
        .hasMessage("run " + directory.root() + " has no step 2 that is done; it has 0 to 1");
  }

  @Test
  void theModelHasTheNamesOfPyTorch() {
    RunDirectory directory = RunDirectory.open(runs.resolve("dkd"));
    assertThat(Safetensors.inspect(directory.step(1).model()))
        .extracting(TensorEntry::name)
        .contains(
            "backbone.conv1.weight",
            "backbone.bn1.running_var",
            "backbone.bn1.num_batches_tracked",
            "backbone.layer4.0.downsample.0.weight",
            "aspp.convs.4.1.weight",
            "aspp.project.0.weight",
            "cls.0.weight",
            "cls.1.bias",
            "cls.2.weight")
        .doesNotHaveDuplicates();
    assertThat(Safetensors.inspect(directory.step(0).model()))
        .extracting(TensorEntry::name)
        .contains("cls.1.weight")
        .doesNotContain("cls.2.weight");
    assertThat(Safetensors.metadata(directory.step(1).model())).containsEntry("format", "pt");
    Parameters parameters = Checkpoints.load(directory, 0);
    assertThat(parameters.get("backbone.bn1.num_batches_tracked").getLong())
        .isEqualTo(events(RunEvent.StepStarted.class).get(0).iterations());
  }

  @Test
  void theSameSeedIsTheSameRunBitForBit() throws IOException {
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(DKD, folder, events);
    assertThat(totals(events)).isEqualTo(totals(EVENTS));
    for (int step = 0; step < 2; step++) {
      String model = "step_" + step + "/model.safetensors";
      assertThat(Files.mismatch(folder.resolve(model), runs.resolve("dkd").resolve(model)))
          .isEqualTo(-1);
      assertThat(folder.resolve("step_" + step + "/scores.json"))
          .hasSameTextualContentAs(runs.resolve("dkd/step_" + step + "/scores.json"));
    }
  }

  @Test
  void anotherSeedIsAnotherRun() {
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(SmallRun.experiment(Dkd.voc(), 6), folder, events);
    assertThat(totals(events)).doesNotContainAnyElementsOf(totals(EVENTS));
  }

  @Test
  void jointTrainingIsOneStepScoredByTheScenariosGroups() {
    RunResult result = SmallRun.train(SmallRun.experiment(Joint.standard(), 5), folder);
    assertThat(result.steps()).hasSize(1);
    StepResult step = result.last();
    assertThat(step.newClasses()).hasSize(4);
    assertThat(step.trainImages()).isEqualTo(24);
    assertThat(step.scores()).isEqualTo(Scores.of(step.confusion(), 3, EvaluationProtocol.dkd()));
    assertThat(step.scores().novel()).isNotNaN();
    assertThat(result.classNames()).hasSize(5);
  }

  @Test
  void aLossThatIsNoNumberStopsTheRun() throws IOException {
    Training wild = new Training(2, 4, 32, 1e25, 1e-3, 0.9, 1e-4, 0.9, 0);
    assertThatThrownBy(
            () -> SmallRun.train(SmallRun.experiment(FineTuning.standard(), wild, 5), folder))
        .isInstanceOfSatisfying(
            CissException.class, e -> assertThat(e.kind()).isEqualTo(CissException.Kind.FAILURE))
        .hasMessageMatching(
            "the loss is (NaN|Infinity) at iteration [1-9]\\d* of step 0 \\(images train_\\d+(,"
                + " train_\\d+){3}; largest term: mbce = (NaN|Infinity)\\); lower the learning"
                + " rate");
    assertThat(RunDirectory.open(folder).result().steps()).isEmpty();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
    }
  }

  /** Known before anything is written: the pooled image would leave one value to normalise. */
  @Test
  void batchesOfOneImageCannotTrainTheBaseStep() {
    Training single = new Training(1, 1, 32, 1e-2, 1e-3, 0.9, 1e-4, 0.9, 0);
    Path out = folder.resolve("run");
    assertThatThrownBy(() -> SmallRun.train(SmallRun.experiment(Dkd.voc(), single, 5), out))
        .isInstanceOfSatisfying(
            CissException.class, e -> assertThat(e.kind()).isEqualTo(CissException.Kind.USAGE))
        .hasMessageStartingWith(
            "step 0 would learn from batches of one image, which batch normalisation cannot;");
    assertThat(out).doesNotExist();
  }

  @Test
  void aBrokenModelFileIsNamed() throws IOException {
    Path copy = folder.resolve("run");
    copy(runs.resolve("dkd"), copy);
    Path model = copy.resolve("step_1/model.safetensors");
    Files.write(model, new byte[] {1, 2, 3});
    RunDirectory directory = RunDirectory.open(copy);
    assertThatThrownBy(() -> new Scoring(RunListener.none()).of(DKD, directory, 1))
        .isInstanceOf(CissException.class)
        .hasMessageContaining(model.toString());
    Files.delete(model);
    assertThatThrownBy(() -> new Scoring(RunListener.none()).of(DKD, directory, 1))
        .isInstanceOf(CissException.class)
        .hasMessageContaining(model.toString());
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(file -> copyOne(file, to.resolve(from.relativize(file).toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyOne(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertSameResult(StepResult actual, StepResult expected) {
    assertThat(actual).usingRecursiveComparison().ignoringFields("scores").isEqualTo(expected);
    assertThat(actual.scores()).isEqualTo(expected.scores());
  }

  private static <T extends RunEvent> List<T> events(Class<T> type) {
    return EVENTS.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static List<Double> totals(List<RunEvent> events) {
    return events.stream()
        .filter(RunEvent.IterationDone.class::isInstance)
        .map(event -> ((RunEvent.IterationDone) event).total())
        .toList();
  }
}
