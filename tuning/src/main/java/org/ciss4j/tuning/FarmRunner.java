// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs trials on a farm, and has its workers stop when it is time, or the thread that waits for
 * them is interrupted.
 */
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
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      await(executor.submit(() -> farm.run(directory.root().toAbsolutePath(), candidates, keep)));
    } finally {
      executor.shutdown();
      directory.stopFile().clear();
    }
  }

  /** Until all workers have ended, who save themselves when they are asked to. */
  private void await(Future<?> work) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          Object unused = work.get(PACE.toMillis(), TimeUnit.MILLISECONDS);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException e) {
          // There is time to look at the clock.
        } catch (ExecutionException e) {
          throw unchecked(e.getCause());
        }
        if (interrupted || deadline.requested()) {
          directory.stopFile().ask();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
