// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.set.ReplayFolder;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.method.Recall;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs that replay a folder of images. */
class RecallRunTest {
  @TempDir Path folder;

  private Experiment experiment(Method method, Path images) {
    Experiment plain = SmallRun.experiment(method, 3);
    return new Experiment(
        plain.dataset(),
        plain.extras(),
        ReplayFolder.open(images, plain.dataset().labelSpace()),
        Scenario.parse("2-1", plain.dataset().labelSpace()),
        plain.rules(),
        method,
        plain.model(),
        plain.training(),
        plain.memory(),
        plain.evaluation(),
        plain.seed(),
        plain.baseSeed(),
        plain.loaderThreads());
  }

  private Path images() {
    return ReplayImages.write(folder.resolve("images"), SmallRun.DATASET, List.of(1, 2, 3), 3);
  }

  /** What was stopped in the midst of a later step ends as if it had not been. */
  @ParameterizedTest
  @ValueSource(strings = {"helper", "model"})
  void runsGoOnToTheSameEnd(String labels) {
    Method method = Methods.with(Recall.standard(), Map.of("labels", labels));
    Experiment experiment = experiment(method, images());
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(experiment, whole, events);
    assertThat(events).extracting(Object::toString).anyMatch(text -> text.contains("replayed: "));
    SmallRun.brokenOff(experiment, stopped, 1, 4, 3);
    SmallRun.assertSame(stopped, whole);
    assertFrozenEncoder(whole);
    boolean helped = labels.equals("helper");
    assertThat(SmallRun.losses(whole, 1).get(0).contains("helper")).isEqualTo(helped);
    assertThat(Files.exists(whole.resolve("step_1/learner.json"))).isEqualTo(helped);
  }

  /** Only what is replayed counts, wherever it lies. */
  @Test
  void otherImagesAreRefusedWhereARunGoesOn() throws IOException {
    Path images = images();
    Path run = folder.resolve("run");
    StopSignal stop = new StopSignal();
    SmallRun.train(
        experiment(Recall.standard(), images),
        run,
        event -> {
          if (event instanceof RunEvent.StepFinished) {
            stop.request();
          }
        },
        RunControl.standard().withStop(stop));
    assertThat(RunDirectory.open(run).provenance().folders()).containsOnlyKeys("replay");
    Path moved = Files.move(images, folder.resolve("moved"));
    Path more = moved.resolve("disc/another.png");
    Files.copy(anImage(moved, "disc"), more);
    assertThatThrownBy(() -> goOn(moved, run))
        .isInstanceOfSatisfying(
            CissException.class, e -> assertThat(e.kind()).isEqualTo(CissException.Kind.USAGE))
        .hasMessageContaining("what folder --replay of run " + run + " holds has changed");
    Files.delete(more);
    ReplayImages.write(moved, SmallRun.DATASET, List.of(4), 1);
    assertThat(goOn(moved, run).steps()).hasSize(3);
  }

  private RunResult goOn(Path images, Path run) {
    return ScenarioRunner.resume(
        experiment(Recall.standard(), images), run, event -> {}, SmallRun.withoutClock());
  }

  private static Path anImage(Path images, String name) throws IOException {
    try (Stream<Path> files = Files.list(images.resolve(name))) {
      return files.findFirst().orElseThrow();
    }
  }

  private static void assertFrozenEncoder(Path run) {
    Parameters base = Checkpoints.load(RunDirectory.open(run), 0);
    Parameters later = Checkpoints.load(RunDirectory.open(run), 2);
    base.arrays()
        .forEach(
            (name, array) -> {
              if (name.startsWith("backbone.")) {
                assertThat(later.get(name)).as(name).isEqualTo(array);
              } else if (name.startsWith("aspp.") && name.endsWith("0.weight")) {
                assertThat(later.get(name)).as(name).isNotEqualTo(array);
              }
            });
  }

  @Test
  void whatIsMissingIsSaidBeforeTraining() throws IOException {
    Path out = folder.resolve("out");
    assertRefused(
        SmallRun.experiment(Recall.standard(), 3),
        out,
        "method recall replays images of old classes (disc, square, triangle)",
        "--replay DIR",
        "sub-folder",
        "need no labels");
    assertRefused(experiment(Recall.standard(), folder.resolve("no")), out, "there is no folder");
    Path some = ReplayImages.write(folder.resolve("some"), SmallRun.DATASET, List.of(1), 1);
    assertRefused(
        experiment(Recall.standard(), some), out, "has no image to replay of square, triangle");
    Path broken = images();
    Files.writeString(broken.resolve("disc").resolve("x.jpg"), "no image");
    assertThatThrownBy(
            () -> SmallRun.train(experiment(Recall.standard(), broken), out, new ArrayList<>()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("x.jpg");
    assertThat(out).doesNotExist();
  }

  private static void assertRefused(Experiment experiment, Path out, String... words) {
    assertThatThrownBy(() -> SmallRun.train(experiment, out, new ArrayList<>()))
        .isInstanceOfSatisfying(
            CissException.class, e -> assertThat(e.kind()).isEqualTo(CissException.Kind.USAGE))
        .hasMessageContainingAll(words);
  }
}
