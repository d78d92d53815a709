// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.List;
import java.util.Optional;

/** What turns a candidate into a score. Whatever it throws is a failed trial. */
@FunctionalInterface
interface Objective {
  /**
   * Tries a candidate.
   *
   * @param others the trials that have ended so far, which may show that this one is hopeless
   * @param listener told what happens in its run
   * @return empty if somebody asked to stop before it had ended
   */
  Optional<Outcome> of(Candidate candidate, List<Trial> others, StudyListener listener);

  /**
   * What came out.
   *
   * @param hopeless why the trial was given up; empty if it was not
   */
  record Outcome(double score, List<StepScore> steps, String hopeless) {
    public Outcome {
      steps = List.copyOf(steps);
    }
  }
}
