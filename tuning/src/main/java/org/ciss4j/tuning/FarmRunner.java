// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs trials on a farm, and has its workers stop when it is time. */
final class FarmRunner implements TrialRunner {
  private static final Duration PACE = Duration.ofMillis(200);

  private final StudyDirectory directory;
  private final Farm farm;
  private final Deadline deadline;
  private final StudyListener listener;

  FarmRunner(StudyDirectory directory, Farm farm, Deadline deadline, StudyListener listener) {
    this.directory = directory;
    this.farm = farm;
    this.deadline = deadline;
    this.listener = listener;
  }

  @Override
  public void run(List<Candidate> candidates, Supplier<List<Trial>> others, Consumer<Trial> keep) {
    if (candidates.isEmpty() || deadline.requested()) {
      return;
    }
    directory.stopFile().clear();
    candidates.forEach(candidate -> listener.on(new StudyEvent.TrialStarted(candidate)));
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    try {
      var unused =
          watch.scheduleWithFixedDelay(this::passOn, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
      farm.run(directory.root().toAbsolutePath(), candidates, keep);
    } finally {
      watch.shutdownNow();
      directory.stopFile().clear();
    }
  }

  private void passOn() {
    if (deadline.requested()) {
      directory.stopFile().ask();
    }
  }
}
