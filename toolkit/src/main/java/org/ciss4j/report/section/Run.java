// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StartingWeights;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.RunConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a report knows of a run.
 *
 * @param label what tells it from the other runs of the report
 * @param root its folder
 * @param result its scores, of at least one step
 * @param losses by step, for the steps that are done
 * @param weights the file that it started from; null for random numbers
 */
public record Run(
    String label,
    Path root,
    RunResult result,
    List<StepLosses> losses,
    @Nullable StartingWeights weights) {
  /** Copies the list. */
  public Run {
    losses = List.copyOf(losses);
  }

  /**
   * Reads the folder of a run.
   *
   * @throws CissException of kind usage if no step is done
   */
  static Run read(RunDirectory directory) {
    RunResult result = directory.result();
    if (result.steps().isEmpty()) {
      throw CissException.usage(
          "run %s has no step that is done yet; report on it when its first step is",
          directory.root());
    }
    return of(directory, result, result.steps().size());
  }

  /** Reads the folder of a run as it is now: with the step in training, if there is one. */
  static Run readUnfinished(RunDirectory directory) {
    RunResult result = directory.result();
    int done = result.steps().size();
    return of(directory, result, Files.exists(directory.step(done).losses()) ? done + 1 : done);
  }

  private static Run of(RunDirectory directory, RunResult result, int begun) {
    IntStream.range(0, begun).forEach(step -> directory.step(step).requireLosses());
    List<StepLosses> losses =
        IntStream.range(0, begun)
            .mapToObj(step -> StepLosses.read(step, directory.step(step).losses()))
            .toList();
    return new Run(
        result.config().method().name(),
        directory.root(),
        result,
        losses,
        directory.startingWeights().orElse(null));
  }

  Run withLabel(String other) {
    return new Run(other, root, result, losses, weights);
  }

  /** What was run. */
  public RunConfig config() {
    return result.config();
  }

  /** What came out of each step that is done. */
  public List<StepResult> steps() {
    return result.steps();
  }

  StepResult last() {
    return result.last();
  }
}
