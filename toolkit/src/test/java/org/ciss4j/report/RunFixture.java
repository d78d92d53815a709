// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.DataConfig;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.MethodConfig;
import org.ciss4j.result.config.ModelConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.ScenarioConfig;
import org.ciss4j.result.config.Training;

/** Small run directories: two base classes and one that comes later. */
public final class RunFixture {
  public static final List<String> NAMES = List.of("background", "cat", "dog", "cow");

  /** After step 0: background 6/8, cat 3/5, dog absent from truth and prediction. */
  public static final ConfusionMatrix FIRST =
      ConfusionMatrix.of(new long[][] {{6, 1, 0}, {1, 3, 0}, {0, 0, 0}});

  /** After step 1: background 6/9, cat 1/4, dog absent, cow 2/4. */
  public static final ConfusionMatrix SECOND =
      ConfusionMatrix.of(new long[][] {{6, 0, 0, 1}, {2, 1, 0, 1}, {0, 0, 0, 0}, {0, 0, 0, 2}});

  private RunFixture() {}

  public static RunConfig config(String method, String scenario) {
    return new RunConfig(
        DataConfig.of("voc").withFolder("/data/with space"),
        ScenarioConfig.of(scenario),
        new MethodConfig(method, Map.of("kd", "5.0", "ac", "1.0")),
        ModelConfig.of("resnet101"),
        Training.voc(),
        EvaluationConfig.standard(),
        7);
  }

  public static RunDirectory empty(Path root, RunConfig config) {
    return RunDirectory.create(root, config, NAMES);
  }

  /** Both steps of scenario 2-1. */
  public static RunDirectory whole(Path root, String method) {
    RunDirectory run = empty(root, config(method, "2-1"));
    run.write(step(0, List.of("cat", "dog"), FIRST));
    run.write(step(1, List.of("cow"), SECOND));
    return run;
  }

  public static StepResult step(int step, List<String> newClasses, ConfusionMatrix confusion) {
    return step(step, newClasses, confusion, EvaluationProtocol.dkd());
  }

  public static StepResult step(
      int step, List<String> newClasses, ConfusionMatrix confusion, EvaluationProtocol protocol) {
    Scores scores = Scores.of(confusion, 2, protocol);
    return new StepResult(step, newClasses, 10, 5, confusion, scores);
  }

  public static void losses(RunDirectory run, int step, String text) {
    run.step(step).make();
    try {
      Files.writeString(run.step(step).losses(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
