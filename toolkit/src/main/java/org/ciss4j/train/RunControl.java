// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.List;
import org.ciss4j.common.CissException;

/**
 * How a run is carried out; decides no number of it.
 *
 * @param checkpointEvery iterations between two checkpoints; 0 for as many as keep the time spent
 *     on them below a hundredth, and at least ten seconds
 * @param stop ends the run early, as it can be resumed
 * @param command words that started the run, for its provenance; empty if it was started from Java
 */
public record RunControl(long checkpointEvery, StopSignal stop, List<String> command) {

  /**
   * Checks the interval.
   *
   * @throws CissException of kind usage if it is negative
   */
  public RunControl {
    command = List.copyOf(command);
    if (checkpointEvery < 0) {
      throw CissException.usage(
          "expected a checkpoint every so many iterations, at least 1, got %d", checkpointEvery);
    }
  }

  /** Checkpoints by time, for a run that nobody stops. */
  public static RunControl standard() {
    return new RunControl(0, new StopSignal(), List.of());
  }

  /** The same with a checkpoint every so many iterations; 0 for by time. */
  public RunControl withCheckpointEvery(long iterations) {
    return new RunControl(iterations, stop, command);
  }

  /** The same, to be stopped by this. */
  public RunControl withStop(StopSignal signal) {
    return new RunControl(checkpointEvery, signal, command);
  }

  /** The same, started by these words. */
  public RunControl withCommand(List<String> words) {
    return new RunControl(checkpointEvery, stop, words);
  }
}
