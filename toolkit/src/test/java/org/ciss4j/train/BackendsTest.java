// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.graph.Backend;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.StepRules;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole run computes the same on each backend: student, teacher, losses, update and scores go by
 * it, and nothing beside it asks where numbers lie.
 */
class BackendsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"dkd", "plop", "lskd", "analytic"})
  void runsAreAlike(String name) {
    RunResult own = train(Methods.named(name), Backend.CPU);
    RunResult portable = train(Methods.named(name), Backend.PORTABLE);
    for (int step = 0; step < 2; step++) {
      assertAlike(
          numbers(folder.resolve(Backend.PORTABLE.name()), step),
          numbers(folder.resolve(Backend.CPU.name()), step));
      // Of 8 images of 32 x 32 pixels some hundredths may fall on the other side.
      assertThat(portable.steps().get(step).scores().all())
          .isCloseTo(own.steps().get(step).scores().all(), within(0.03));
    }
  }

  private RunResult train(Method method, Backend backend) {
    Experiment experiment =
        new Experiment(
            SmallRun.DATASET,
            SmallRun.SCENARIO,
            StepRules.of(Setting.OVERLAPPED),
            method,
            Model.of(SmallRun.NETWORK.withBackend(backend)),
            SmallRun.TRAINING.withEpochs(1),
            EvaluationConfig.standard(),
            3);
    return SmallRun.train(experiment, folder.resolve(backend.name()));
  }

  /** The first iteration, and those after an update, which make much of what rounding began. */
  private static void assertAlike(List<double[]> actual, List<double[]> expected) {
    assertThat(actual).hasSameSizeAs(expected).isNotEmpty();
    for (int i = 0; i < Math.min(3, expected.size()); i++) {
      assertThat(actual.get(i)).hasSameSizeAs(expected.get(i));
      for (int column = 0; column < expected.get(i).length; column++) {
        double wanted = expected.get(i)[column];
        assertThat(actual.get(i)[column])
            .as("iteration %d, column %d", i, column)
            .isCloseTo(wanted, within(1e-5 + (i == 0 ? 1e-3 : 2e-2) * Math.abs(wanted)));
      }
    }
  }

  private static List<double[]> numbers(Path run, int step) {
    return SmallRun.losses(run, step).stream()
        .skip(1)
        .map(line -> Stream.of(line.split(",", -1)).mapToDouble(BackendsTest::number).toArray())
        .toList();
  }

  private static double number(String cell) {
    return cell.isEmpty() ? 0 : Double.parseDouble(cell);
  }
}
