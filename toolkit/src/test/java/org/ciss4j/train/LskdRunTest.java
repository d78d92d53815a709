// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ciss4j.method.Lskd;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.result.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in which LSKD learns its plan. */
class LskdRunTest {
  private static final Method SEARCH = Methods.with(Lskd.voc(), Map.of("plan", "search"));

  @TempDir Path folder;

  /** It is said, kept, and can be used; and it is the same if the run was stopped in between. */
  @Test
  void aPlanIsFound() throws IOException {
    Experiment experiment = SmallRun.experiment(SEARCH, 3);
    Path whole = folder.resolve("whole");
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(experiment, whole, events);
    List<String> found = Files.readAllLines(RunDirectory.open(whole).step(1).findings());
    assertThat(found).hasSize(7);
    assertThat(events).contains(new RunEvent.Remark(found.get(0)));
    assertThat(found.get(0)).startsWith("found plan: --set plan=");
    String plan = found.get(0).substring("found plan: --set plan=".length());
    Method again = Methods.with(Lskd.voc(), Map.of("plan", plan));
    assertThat(Methods.hyperParameters(again).get("plan").asText()).isEqualTo(plan);
    assertThat(RunDirectory.open(whole).step(0).findings()).doesNotExist();

    Path stopped = folder.resolve("stopped");
    SmallRun.brokenOff(experiment, stopped, 1, 3, 2);
    SmallRun.assertSame(stopped, whole);
    assertThat(Files.readAllLines(RunDirectory.open(stopped).step(1).findings())).isEqualTo(found);
  }

  /** A fifth of the images of a later step is not learnt from, and not counted as if it were. */
  @Test
  void imagesAreKeptBack() {
    RunEvent.StepStarted all = later(Lskd.voc(), folder.resolve("all"));
    RunEvent.StepStarted fewer = later(SEARCH, folder.resolve("fewer"));
    assertThat(fewer.iterations()).isLessThan(all.iterations());
    assertThat(fewer.iterations()).isGreaterThanOrEqualTo(all.iterations() / 2);
    assertThat(fewer.trainImages())
        .isEqualTo(all.trainImages() - Math.round(0.2f * all.trainImages()));
  }

  private static RunEvent.StepStarted later(Method method, Path run) {
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(SmallRun.experiment(method, 3), run, events);
    return (RunEvent.StepStarted)
        events.stream()
            .filter(
                event -> event instanceof RunEvent.StepStarted start && start.step().index() == 1)
            .findFirst()
            .orElseThrow();
  }
}
