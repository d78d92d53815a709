// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.nio.file.Path;
import java.util.Map;
import org.ciss4j.method.Analytic;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.Lskd;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.method.Rcil;
import org.ciss4j.method.Sdr;
import org.ciss4j.method.Ssul;
import org.ciss4j.own.Averaged;
import org.ciss4j.own.ClassMeans;
import org.ciss4j.own.LearntWeight;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.MemoryConfig;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.StepRules;

/** A run of three steps with a memory, in a process of its own that may be killed. */
public final class KilledRun {
  private KilledRun() {}

  /** What is trained, by the name of the method. */
  private static Method method(String name) {
    return switch (name) {
      case "dkd" -> Dkd.voc();
      case "analytic" -> Methods.with(Analytic.standard(), Map.of("width", "24", "passes", "2"));
      case "ssul" -> Ssul.voc();
      case "rcil" -> Methods.with(Rcil.voc(), Map.of("start", "faithful"));
      case "sdr" -> Sdr.standard();
      case "lskd" -> Lskd.voc();
      case "lskd-search" -> Methods.with(Lskd.voc(), Map.of("plan", "search"));
      case "averaged" -> new Averaged(0.5);
      case "class-means" -> new ClassMeans();
      case "learnt-weight" -> new LearntWeight();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /**
   * Begins the run in a folder, or goes on with it; a line for each event.
   *
   * @param args the folder and the name of the method
   */
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    Experiment experiment = experiment(method(args[1]));
    RunListener listener =
        event -> {
          if (!(event instanceof RunEvent.DataChecked)) {
            System.out.println(event.getClass().getSimpleName());
          }
        };
    RunControl control = RunControl.standard().withCheckpointEvery(2);
    if (RunDirectory.exists(folder)) {
      ScenarioRunner.resume(experiment, folder, listener, control);
    } else {
      SmallRun.train(experiment, folder, listener, control);
    }
  }

  private static Experiment experiment(Method method) {
    Experiment plain = SmallRun.experiment(method, 5);
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
