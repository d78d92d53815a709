// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs trials in this process, one after the other. */
final class LocalRunner implements TrialRunner {
  private final Objective objective;
  private final Deadline deadline;
  private final StudyListener listener;

  LocalRunner(Objective objective, Deadline deadline, StudyListener listener) {
    this.objective = objective;
    this.deadline = deadline;
    this.listener = listener;
  }

  @Override
  public void run(List<Candidate> candidates, Supplier<List<Trial>> others, Consumer<Trial> keep) {
    Attempt attempt = new Attempt(objective);
    for (Candidate candidate : candidates) {
      if (deadline.requested()) {
        return;
      }
      listener.on(new StudyEvent.TrialStarted(candidate));
      Optional<Trial> trial = attempt.at(candidate, others.get(), listener);
      trial.ifPresent(keep);
      if (trial.isEmpty()) {
        return;
      }
    }
  }
}
