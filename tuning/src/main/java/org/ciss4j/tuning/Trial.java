// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.tuning.space.Told;

/**
 * A candidate and what came out of it.
 *
 * @param number from 1, in the order in which candidates were proposed
 * @param values as text, by the names of the search space
 * @param seed root of all that was random in its run
 * @param outcome how it ended
 * @param score what the study wants high, as a fraction; of a hopeless trial that after its last
 *     step; NaN of a failed one
 * @param steps scores after each step that was done
 * @param reason why it ended before its last step; empty if it did not
 */
public record Trial(
    int number,
    Map<String, String> values,
    long seed,
    Outcome outcome,
    double score,
    List<StepScore> steps,
    String reason)
    implements Serializable {

  /** How a trial ended. */
  public enum Outcome {
    /** All its steps are trained and scored. */
    FINISHED,
    /** It was given up after a step that left it behind the others. */
    HOPELESS,
    /** It could not be trained. */
    FAILED,
    /**
     * It was not trained for want of something that no candidate has a say in, such as disk or
     * memory; whoever goes on with the study tries it again.
     */
    BROKEN_OFF
  }

  /** Copies the values and the steps. */
  public Trial {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    steps = List.copyOf(steps);
  }

  /** The trial of a candidate whose process was lost. */
  public static Trial brokenOff(Candidate candidate, String reason) {
    return new Trial(
        candidate.number(),
        candidate.values(),
        candidate.seed(),
        Outcome.BROKEN_OFF,
        Double.NaN,
        List.of(),
        reason);
  }

  /** What a strategy is told of it. */
  Told told() {
    return switch (outcome) {
      case FINISHED -> Told.finished(score);
      case HOPELESS -> new Told(Told.State.HOPELESS, score);
      case FAILED -> new Told(Told.State.FAILED, score);
      case BROKEN_OFF -> new Told(Told.State.UNKNOWN, score);
    };
  }

  /** Whether it came to its end. */
  public boolean finished() {
    return outcome == Outcome.FINISHED;
  }
}
