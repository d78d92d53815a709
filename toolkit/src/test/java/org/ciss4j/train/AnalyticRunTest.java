// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.method.Analytic;
import org.ciss4j.method.FineTuning;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.StepRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyticRunTest {
  private static Method analytic(String base) {
    return Methods.with(Analytic.standard(), Map.of("base", base, "width", "24"));
  }

  private static Experiment experiment(Method method, Model model) {
    return new Experiment(
        SmallRun.DATASET,
        SmallRun.SCENARIO,
        StepRules.of(Setting.OVERLAPPED),
        method,
        model,
        SmallRun.TRAINING,
        EvaluationConfig.standard(),
        5);
  }

  @Test
  void takesTheNetworkOfAnotherRunAsItIs(@TempDir Path folder) {
    Path other = folder.resolve("other");
    SmallRun.train(SmallRun.experiment(FineTuning.standard(), 5), other, new ArrayList<>());
    Path network = RunDirectory.open(other).step(0).model();
    Model model = new Model(SmallRun.NETWORK, false, new InitialWeights(network, false));
    Path run = folder.resolve("run");
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(experiment(analytic("given"), model), run, events);
    Parameters theirs = Checkpoints.load(RunDirectory.open(other), 0);
    for (int step : new int[] {0, 1}) {
      Parameters ours = Checkpoints.load(RunDirectory.open(run), step);
      theirs.arrays().keySet().stream()
          .filter(name -> !HeadLayout.isClassifier(name))
          .forEach(name -> assertThat(ours.get(name)).as(name).isEqualTo(theirs.get(name)));
      assertThat(ours.get("cls.1.weight").shape()).containsExactly(4, 24, 1, 1);
    }
    List<Long> expected =
        events.stream()
            .filter(event -> event instanceof RunEvent.RunStarted)
            .flatMap(event -> ((RunEvent.RunStarted) event).iterations().stream())
            .toList();
    for (int step : new int[] {0, 1}) {
      long began = started(events).get(step);
      assertThat(expected.get(step)).as("but for a smaller batch").isBetween(began - 1, began);
    }
    assertThat(events)
        .filteredOn(event -> event instanceof RunEvent.Remark)
        .extracting(Object::toString)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "at most", "positions of 25 features", "MiB in memory and in the run"));
  }

  private static List<Long> started(List<RunEvent> events) {
    return events.stream()
        .filter(event -> event instanceof RunEvent.StepStarted)
        .map(event -> ((RunEvent.StepStarted) event).iterations())
        .toList();
  }

  @Test
  void aNetworkThatNobodyGaveIsMissed(@TempDir Path folder) {
    Experiment experiment = experiment(analytic("given"), Model.of(SmallRun.NETWORK));
    assertThatThrownBy(() -> SmallRun.train(experiment, folder.resolve("run"), new ArrayList<>()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("base=given")
        .hasMessageContaining("--weights");
  }

  @Test
  void whatDoesNotFitIntoMemoryIsRefusedBeforeTraining(@TempDir Path folder) {
    Method wide = Methods.with(Analytic.standard(), Map.of("width", "2000000"));
    Path run = folder.resolve("run");
    assertThatThrownBy(
            () ->
                SmallRun.train(
                    experiment(wide, Model.of(SmallRun.NETWORK)), run, new ArrayList<>()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("more than")
        .hasMessageContaining("lower width");
    assertThat(run).doesNotExist();
  }
}
