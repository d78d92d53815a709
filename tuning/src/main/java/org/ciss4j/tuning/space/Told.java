// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.space;

/**
 * What a strategy is told of a candidate.
 *
 * @param state what came of it
 * @param score the higher the better; NaN if there is none
 */
public record Told(State state, double score) {

  /** What came of a candidate. */
  public enum State {
    /** It came to its end, and the score is that of its end. */
    FINISHED,
    /** It was given up as worse than others, with a score on the way that may be any. */
    HOPELESS,
    /** It could not be tried, as it is. */
    FAILED,
    /** Nothing is known of it, and nothing may be concluded. */
    UNKNOWN
  }

  /** The score of a candidate that came to its end. */
  public static Told finished(double score) {
    return new Told(State.FINISHED, score);
  }

  /** Nothing. */
  public static Told unknown() {
    return new Told(State.UNKNOWN, Double.NaN);
  }
}
