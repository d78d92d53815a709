// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ciss4j.common.CissException;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.SeedsDirectory;
import org.ciss4j.result.SeedsResult;
import org.ciss4j.result.config.RunConfig;

/** Trains one run for each of several seeds. */
public final class SeedRuns {
  private SeedRuns() {}

  /**
   * Trains what is missing of the runs in a folder.
   *
   * @param experiment what each run is but for its seed; its data is checked once for all
   * @param config the same as a configuration
   * @param out folder that {@link SeedsDirectory#create} made
   * @return scores of all runs; empty if they were stopped before their end
   * @throws CissException of kind usage if the folder holds no such runs, or those of another
   *     configuration; or if training fails
   */
  public static Optional<SeedsResult> goOn(
      Experiment experiment, RunConfig config, Path out, RunListener listener, RunControl control) {
    SeedsDirectory directory = SeedsDirectory.open(out);
    List<RunResult> results = new ArrayList<>();
    for (long seed : directory.plan().seeds()) {
      if (control.stop().requested()) {
        listener.on(new RunEvent.RunStopped(out));
        return Optional.empty();
      }
      listener.on(new RunEvent.Remark("seed " + seed));
      RunResult result =
          trained(
              experiment.withSeed(seed),
              config.withSeed(seed),
              directory.run(seed),
              event -> listener.on(ofAll(event, out)),
              control);
      if (result.steps().size() < experiment.trained().stepCount()) {
        return Optional.empty();
      }
      results.add(result);
    }
    SeedsResult result = new SeedsResult(directory.plan().seeds(), results);
    directory.write(result);
    return Optional.of(result);
  }

  private static RunResult trained(
      Experiment experiment, RunConfig config, Path run, RunListener listener, RunControl control) {
    return RunDirectory.exists(run)
        ? ScenarioRunner.resume(experiment, config, run, listener, control)
        : ScenarioRunner.train(experiment, config, run, listener, control);
  }

  /** Whoever goes on goes on with all runs. */
  private static RunEvent ofAll(RunEvent event, Path out) {
    return event instanceof RunEvent.RunStopped ? new RunEvent.RunStopped(out) : event;
  }
}
