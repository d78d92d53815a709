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
import java.util.Map;
import java.util.function.Consumer;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Batch;
import org.ciss4j.data.set.SampleDataset;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.ResNet;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepData;
import org.ciss4j.method.Method;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.DataConfig;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.MethodConfig;
import org.ciss4j.result.config.ModelConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.ScenarioConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;

/** Runs of a scenario 3-1 that take about a second: 32 images, a network of 4 channels. */
final class SmallRun {
  static final Network NETWORK =
      new Network(new ResNet("small", false, List.of(1, 1, 1, 1), 4, 16), 8);
  static final Training TRAINING = new Training(2, 4, 32, 1e-2, 1e-3, 0.9, 1e-4, 0.9, 0);
  static final SampleDataset DATASET = dataset();
  static final Scenario SCENARIO = Scenario.parse("3-1", DATASET.labelSpace());

  private SmallRun() {}

  /** Images that nobody has looked at yet. */
  static SampleDataset dataset() {
    return new SampleDataset(SampleDataset.Options.standard().withSize(32).withImages(24, 8));
  }

  static Experiment experiment(Method method, Training training, long seed) {
    return new Experiment(
        DATASET,
        SCENARIO,
        StepRules.of(Setting.OVERLAPPED),
        method,
        Model.of(NETWORK),
        training,
        EvaluationConfig.standard(),
        seed);
  }

  static Experiment experiment(Method method, long seed) {
    return experiment(method, TRAINING, seed);
  }

  /**
   * What a learner of a step is made from, whose images are not looked at before.
   *
   * @param iterations how many there are to be
   */
  static StepContext context(Method method, Step step, Parameters parameters, int iterations) {
    StepData data =
        new StepData() {
          @Override
          public int batchesPerEpoch() {
            return iterations;
          }

          @Override
          public int batchesOfAllImages() {
            return iterations;
          }

          @Override
          public boolean labelsOldClasses() {
            return false;
          }

          @Override
          public void pass(String purpose, Consumer<Batch> look) {
            throw new UnsupportedOperationException(purpose);
          }
        };
    return new StepContext(
        SCENARIO,
        step,
        NETWORK,
        method.headLayout(SCENARIO, step),
        step.isBase() ? null : method.headLayout(SCENARIO, SCENARIO.get(step.index() - 1)),
        method.mode(step),
        parameters,
        Map.of(),
        new Training(1, 4, 32, 1e-2, 1e-3, 0.9, 1e-4, 0.9, 0),
        data,
        new Seeds(8));
  }

  /** Trains, and adds what happens to the events. */
  static RunResult train(Experiment experiment, Path out, List<RunEvent> events) {
    return train(experiment, out, events::add, withoutClock());
  }

  /** Without checkpoints, which by default depend on the time that passes. */
  static RunControl withoutClock() {
    return RunControl.standard().withCheckpointEvery(1000);
  }

  static RunResult train(
      Experiment experiment, Path out, RunListener listener, RunControl control) {
    return ScenarioRunner.train(experiment, config(experiment), out, listener, control);
  }

  /**
   * A run to its end that breaks off after an iteration, as a process that dies, and goes on.
   *
   * @param every iterations between checkpoints
   */
  static void brokenOff(Experiment experiment, Path run, int step, long iteration, int every) {
    RunListener dying =
        event -> {
          if (event instanceof RunEvent.IterationDone done
              && done.step() == step
              && done.iteration() == iteration) {
            throw new IllegalStateException("dead");
          }
        };
    assertThatThrownBy(
            () -> train(experiment, run, dying, RunControl.standard().withCheckpointEvery(every)))
        .hasMessage("dead");
    ScenarioRunner.resume(experiment, run, event -> {}, withoutClock());
  }

  /** Checks that two runs have the same numbers to the last bit. */
  static void assertSame(Path actual, Path expected) {
    List<StepResult> steps = RunDirectory.open(expected).result().steps();
    assertThat(RunDirectory.open(actual).result().steps()).hasSameSizeAs(steps).isNotEmpty();
    for (int step = 0; step < steps.size(); step++) {
      for (String file :
          List.of("model.safetensors", "model.json", "confusion.csv", "scores.json")) {
        assertSameBytes(actual, expected, "step_" + step + "/" + file);
      }
      if (Files.exists(expected.resolve("step_" + step + "/learner.json"))) {
        assertSameBytes(actual, expected, "step_" + step + "/learner.json");
        assertSameBytes(actual, expected, "step_" + step + "/learner.safetensors");
      }
      if (Files.exists(RunDirectory.open(expected).step(step).memoryFile())) {
        assertSameBytes(actual, expected, "step_" + step + "/memory.json");
      }
      assertThat(losses(actual, step))
          .as("losses of step %d", step)
          .isEqualTo(losses(expected, step));
    }
  }

  private static void assertSameBytes(Path actual, Path expected, String file) {
    try {
      assertThat(Files.mismatch(actual.resolve(file), expected.resolve(file)))
          .as(file)
          .isEqualTo(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of the log without their times. */
  static List<String> losses(Path run, int step) {
    try {
      return Files.readAllLines(run.resolve("step_" + step + "/losses.csv")).stream()
          .map(line -> line.replaceFirst(",[^,]*,[^,]*$", ""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RunResult train(Experiment experiment, Path out) {
    return train(experiment, out, new ArrayList<>());
  }

  static RunConfig config(Experiment experiment) {
    return new RunConfig(
        DataConfig.of("sample"),
        ScenarioConfig.of(experiment.scenario().name()).withSetting(experiment.rules().setting()),
        MethodConfig.of(experiment.method().name()),
        ModelConfig.of("small"),
        experiment.training(),
        experiment.memory(),
        experiment.evaluation(),
        experiment.seed());
  }
}
