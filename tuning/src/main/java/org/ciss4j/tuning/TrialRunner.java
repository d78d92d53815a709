// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs trials, here or elsewhere. */
@FunctionalInterface
interface TrialRunner {
  /**
   * Tries candidates; not all of them if somebody asks to stop.
   *
   * @param others the trials that have ended so far
   * @param keep told of each trial as it ends
   */
  void run(List<Candidate> candidates, Supplier<List<Trial>> others, Consumer<Trial> keep);
}
