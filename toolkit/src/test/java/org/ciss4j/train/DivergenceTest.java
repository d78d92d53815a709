// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.weights.Safetensors;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.FineTuning;
import org.ciss4j.method.Method;
import org.ciss4j.method.label.Decision;
import org.ciss4j.result.Checkpoint;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.Training;
import org.ciss4j.result.store.FileHash;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** No network is saved as trained, scored or used that holds what is no number. */
class DivergenceTest {
  private static final String STEM = "backbone.conv1.weight";

  @TempDir Path folder;

  /** All images in one batch: one iteration a step, whose loss is of what it starts from. */
  private static Training oneIteration(double rate, double laterRate) {
    return SmallRun.TRAINING.withEpochs(1).withBatchSize(64).withLearningRates(rate, laterRate);
  }

  @ParameterizedTest
  @CsvSource({"1e38, 1e-3, 0", "1e-3, 1e38, 1"})
  void theLastIterationCounts(double rate, double laterRate, int step) {
    Experiment experiment = SmallRun.experiment(Dkd.voc(), oneIteration(rate, laterRate), 1);
    assertFails(
        () -> SmallRun.train(experiment, folder),
        "not finite after iteration 0 of step " + step + ", at a loss of ",
        " (largest term: ",
        ".weight (",
        "; it is the first iteration");
    Path failed = folder.resolve("step_" + step);
    assertThat(failed.resolve("losses.csv")).exists();
    assertThat(failed.resolve("model.safetensors")).doesNotExist();
    assertThat(failed.resolve("scores.json")).doesNotExist();
    assertThat(RunDirectory.open(folder).result().steps()).hasSize(step);
  }

  @Test
  void aRateThatIsTooHighEndsInAnError() {
    Training training = SmallRun.TRAINING.withEpochs(4).withLearningRates(1e4, 1e3);
    assertFails(
        () -> SmallRun.train(SmallRun.experiment(FineTuning.standard(), training, 1), folder),
        "; lower the learning rate");
  }

  /** A method of one's own that starts a new classifier from what is no number. */
  record Careless() implements Method {
    @Override
    public String name() {
      return "careless";
    }

    @Override
    public List<LossTerm> lossTerms(Step step) {
      return FineTuning.standard().lossTerms(step);
    }

    @Override
    public Decision decision() {
      return FineTuning.standard().decision();
    }

    @Override
    public void initializeNewClassifiers(Parameters parameters, HeadLayout layout) {
      parameters.get(HeadLayout.classifierName(1) + ".bias").assign(Math.log(0));
    }
  }

  @Test
  void whatAMethodMakesCounts() {
    assertFails(
        () -> SmallRun.train(SmallRun.experiment(new Careless(), 1), folder),
        "step 1 would start from parameters that are not finite: ",
        ".bias (1 of 1 numbers); mend how method careless starts new classifiers");
  }

  /** As a version of ciss4j that did not look has left it. */
  @Test
  void aModelOfBeforeIsNotUsed() {
    Experiment experiment = SmallRun.experiment(FineTuning.standard(), 1);
    SmallRun.train(experiment, folder);
    spoil(0, STEM, Float.NaN);
    RunDirectory run = RunDirectory.open(folder);
    String[] said = {"model.safetensors holds numbers that are not finite: " + STEM + " (1 of "};
    assertFails(() -> new Scoring(RunListener.none()).of(experiment, run, 0), said);
    assertFails(() -> Checkpoints.load(run, 0), said);
    for (String file : List.of("scores.json", "model.json", "model.safetensors")) {
      assertThat(folder.resolve("step_1").resolve(file).toFile().delete()).isTrue();
    }
    assertFails(
        () ->
            ScenarioRunner.resume(experiment, folder, RunListener.none(), SmallRun.withoutClock()),
        said);
  }

  @Test
  void logitsBeyondAllNumbersAreNotScored() {
    Experiment experiment = SmallRun.experiment(FineTuning.standard(), 1);
    SmallRun.train(experiment, folder);
    spoil(1, HeadLayout.classifierName(0) + ".weight", 1e30f);
    spoil(1, "aspp.last_conv.1.bias", 1e30f);
    RunDirectory run = RunDirectory.open(folder);
    assertFails(
        () -> new Scoring(RunListener.none()).of(experiment, run, 1),
        "logits are not finite, as its parameters are too large");
  }

  /** Has the provenance of a run know files as they are now. */
  private static void reseal(RunDirectory run, Map<Path, String> before) {
    Path provenance = run.root().resolve("provenance.json");
    try {
      String text = Files.readString(provenance);
      for (Map.Entry<Path, String> file : before.entrySet()) {
        text = text.replace(file.getValue(), FileHash.of(file.getKey()));
      }
      Files.writeString(provenance, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a number into the model of a step, and its fingerprint into the description. */
  private void spoil(int step, String name, float value) {
    RunDirectory run = RunDirectory.open(folder);
    Path file = run.step(step).model();
    Path description = file.resolveSibling("model.json");
    Map<Path, String> before =
        Map.of(file, FileHash.of(file), description, FileHash.of(description));
    Map<String, INDArray> arrays = new LinkedHashMap<>(Safetensors.read(file));
    arrays.get(name).putScalar(0, value);
    Safetensors.write(file, arrays, Map.of());
    Checkpoint described = run.step(step).checkpoints().model().orElseThrow();
    run.step(step)
        .checkpoints()
        .writeModel(
            new Checkpoint(
                step,
                described.iterations(),
                described.file(),
                file.toFile().length(),
                FileHash.of(file),
                null));
    reseal(run, before);
  }

  private static void assertFails(ThrowingCallable work, String... said) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            CissException.class, e -> assertThat(e.kind()).isEqualTo(CissException.Kind.FAILURE))
        .hasMessageContainingAll(said);
  }
}
