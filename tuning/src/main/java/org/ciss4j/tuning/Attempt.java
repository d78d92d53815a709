// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.List;
import java.util.Optional;

/** Tries candidates, and takes what goes wrong for an outcome. */
final class Attempt {
  private final Objective objective;

  /** Attempts at an objective. */
  Attempt(Objective objective) {
    this.objective = objective;
  }

  /**
   * The trial of a candidate.
   *
   * @return empty if somebody asked to stop before it had ended
   */
  Optional<Trial> at(Candidate candidate, List<Trial> others, StudyListener listener) {
    try {
      return objective
          .of(candidate, others, listener)
          .map(
              outcome ->
                  trial(
                      candidate,
                      outcome.hopeless().isEmpty()
                          ? Trial.Outcome.FINISHED
                          : Trial.Outcome.HOPELESS,
                      outcome));
    } catch (RuntimeException | OutOfMemoryError e) {
      Objective.Outcome none = new Objective.Outcome(Double.NaN, List.of(), reason(e));
      Trial.Outcome how = Want.isIn(e) ? Trial.Outcome.BROKEN_OFF : Trial.Outcome.FAILED;
      return Optional.of(trial(candidate, how, none));
    }
  }

  private static Trial trial(Candidate candidate, Trial.Outcome how, Objective.Outcome outcome) {
    return new Trial(
        candidate.number(),
        candidate.values(),
        candidate.seed(),
        how,
        outcome.score(),
        outcome.steps(),
        outcome.hopeless());
  }

  private static String reason(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
  }
}
