// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs trials in other processes, several at once. All of them see the folder of the study and the
 * data under the same names.
 */
public interface Farm {
  /** How many trials it runs at once. */
  int atOnce();

  /**
   * Tries candidates, each by {@link Worker#run} wherever there is room, and returns when all have
   * ended or nobody goes on, as {@link Worker} was asked to stop. A trial whose process is lost is
   * tried again.
   *
   * @param study absolute folder of the study
   * @param keep told of each trial as it ends, by any thread
   */
  void run(Path study, List<Candidate> candidates, Consumer<Trial> keep);
}
