// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.nio.file.Path;
import org.ciss4j.method.Dkd;
import org.ciss4j.result.MemoryConfig;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.StepRules;

/** A run of three steps with a memory, in a process of its own that may be killed. */
public final class KilledRun {
  private KilledRun() {}

  /** Begins the run in a folder, or goes on with it; a line for each event. */
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    RunListener listener =
        event -> {
          if (!(event instanceof RunEvent.DataChecked)) {
            System.out.println(event.getClass().getSimpleName());
          }
        };
    RunControl control = RunControl.standard().withCheckpointEvery(2);
    if (RunDirectory.exists(folder)) {
      ScenarioRunner.resume(experiment(), folder, listener, control);
    } else {
      SmallRun.train(experiment(), folder, listener, control);
    }
  }

  private static Experiment experiment() {
    Experiment plain = SmallRun.experiment(Dkd.voc(), 5);
    return new Experiment(
        plain.dataset(),
        Scenario.parse("2-1", plain.dataset().labelSpace()),
        StepRules.of(Setting.OVERLAPPED),
        plain.method(),
        plain.model(),
        plain.training(),
        new MemoryConfig(6, MemoryConfig.Policy.PAPER),
        plain.evaluation(),
        plain.seed());
  }
}
