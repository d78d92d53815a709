// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.method.Frozen;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.method.Mib;
import org.ciss4j.method.Mz;
import org.ciss4j.method.Plop;
import org.ciss4j.method.Ssul;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.MemoryConfig;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs of networks with a background channel. */
class SoftmaxRunTest {
  @TempDir Path folder;

  private static Parameters model(Path run, int step) {
    return Checkpoints.load(RunDirectory.open(run), step);
  }

  /** What was stopped in the midst of a later step ends as if it had not been. */
  @ParameterizedTest
  @ValueSource(strings = {"mib", "plop", "sdr", "lskd", "ssul", "rcil"})
  void runsGoOnToTheSameEnd(String name) {
    Experiment experiment = SmallRun.experiment(Methods.named(name), 3);
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    SmallRun.train(experiment, whole);
    SmallRun.brokenOff(experiment, stopped, 1, 5, 3);
    SmallRun.assertSame(stopped, whole);
  }

  @Test
  void aFrozenEncoderStaysToTheLastBit() {
    SmallRun.train(SmallRun.experiment(Mz.frozenEncoder(), 3), folder);
    Parameters later = model(folder, 1);
    model(folder, 0)
        .arrays()
        .forEach(
            (name, array) -> {
              if (name.startsWith("backbone.")) {
                assertThat(later.get(name)).as(name).isEqualTo(array);
              } else if (name.startsWith("aspp.") && name.endsWith("0.weight")) {
                assertThat(later.get(name)).as(name).isNotEqualTo(array);
              }
            });
  }

  /** Each image of the step is looked at once before its first iteration. */
  @Test
  void plopAsksTheTeacherBeforeItTrains() {
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(SmallRun.experiment(Plop.voc(), 3), folder, events);
    List<RunEvent> later =
        events.stream()
            .filter(
                event ->
                    event instanceof RunEvent.Gathered || event instanceof RunEvent.StepStarted)
            .toList();
    RunEvent.Gathered last = (RunEvent.Gathered) later.get(later.size() - 2);
    assertThat(last.step()).isEqualTo(1);
    assertThat(last.done()).isEqualTo(last.total()).isPositive();
    assertThat(((RunEvent.StepStarted) later.get(later.size() - 1)).trainImages())
        .isEqualTo(last.total());
    assertThat(SmallRun.losses(folder, 1).get(0))
        .startsWith("iteration,rate,loss,ce,pod,pod_logits");
  }

  /** With a memory. The background moves so little that a float may not show it. */
  @Test
  void ssulTrainsNewUnknownAndBackgroundAlone() {
    Experiment plain = SmallRun.experiment(Ssul.voc(), 3);
    SmallRun.train(withMemory(plain), folder);
    Parameters base = model(folder, 1);
    Parameters later = model(folder, 2);
    base.arrays()
        .forEach(
            (name, array) -> {
              if (name.matches("cls\\.unknown\\.(conv\\.|)(weight|bias)")) {
                assertThat(later.get(name)).as(name).isNotEqualTo(array);
              } else if (!name.matches("cls\\.background\\.(conv\\.|)(weight|bias)")) {
                assertThat(later.get(name)).as(name).isEqualTo(array);
              }
            });
    assertThat(later.get("cls.3.weight").shape()).containsExactly(1, 8, 1, 1);
    assertThat(later.contains("aspp.last_conv.0.weight")).isFalse();
    assertThat(SmallRun.losses(folder, 2).get(0)).startsWith("iteration,rate,loss,bce");
    assertThat(RunDirectory.open(folder).step(2).memory()).hasSize(4);
  }

  /** The start of a run says where saliency is from; other methods do not ask for it. */
  @Test
  void saliencyIsSaidWhereItIsRead() {
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(SmallRun.experiment(Ssul.voc(), 3), folder.resolve("voc"), events);
    assertThat(events)
        .contains(
            new RunEvent.Remark(
                "saliency maps: computed by OpenCV (spectral residual), kept in "
                    + folder.resolve("voc/saliency")));
    assertThat(folder.resolve("voc/saliency")).isNotEmptyDirectory();
    for (Method method : List.of(Ssul.ade(), Mib.standard())) {
      events.clear();
      SmallRun.train(SmallRun.experiment(method, 3), folder.resolve(method.toString()), events);
      assertThat(events)
          .noneMatch(
              e -> e instanceof RunEvent.Remark remark && remark.text().contains("saliency"));
    }
  }

  @Test
  void frozenParametersStayToTheLastBit() {
    SmallRun.train(SmallRun.experiment(Frozen.standard(), 3), folder);
    Parameters base = model(folder, 0);
    Parameters later = model(folder, 1);
    base.arrays().forEach((name, array) -> assertThat(later.get(name)).as(name).isEqualTo(array));
    assertThat(later.arrays()).hasSize(base.arrays().size() + 2);
  }

  /** The first classifier has the background's output; there is no auxiliary one. */
  @Test
  void theNetworkHasABackgroundChannel() {
    RunResult result = SmallRun.train(SmallRun.experiment(Mib.standard(), 3), folder);
    Map<String, ?> arrays = model(folder, 1).arrays();
    assertThat(arrays.keySet()).doesNotContain("cls.0.weight");
    assertThat(model(folder, 1).get("cls.1.bias").length()).isEqualTo(4);
    assertThat(model(folder, 1).get("cls.2.bias").length()).isEqualTo(1);
    assertThat(result.last().confusion().size()).isEqualTo(5);
    assertThat(SmallRun.losses(folder, 1).get(0)).startsWith("iteration,rate,loss,unce,unkd");
  }

  /** A memory asks the network what it is sure of, in channels with the background before them. */
  @Test
  void aMemoryKnowsTheClassesOfImages() {
    Experiment experiment = withMemory(SmallRun.experiment(Mib.standard(), 3));
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(experiment, folder, events);
    LabelView view = new LabelView(experiment.scenario(), experiment.scenario().get(1));
    assertThat(RunDirectory.open(folder).step(2).memory())
        .hasSize(4)
        .allSatisfy(
            image ->
                assertThat(image.classes())
                    .isSubsetOf(view.step().seenClasses())
                    .doesNotContain(LabelSpace.BACKGROUND));
  }

  /** In three steps. */
  private static Experiment withMemory(Experiment plain) {
    return new Experiment(
        plain.dataset(),
        Scenario.parse("2-1", plain.dataset().labelSpace()),
        plain.rules(),
        plain.method(),
        plain.model(),
        plain.training(),
        MemoryConfig.none().withImages(4),
        plain.evaluation(),
        3);
  }
}
