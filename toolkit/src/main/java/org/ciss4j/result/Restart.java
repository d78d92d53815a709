// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A step was begun again at half the rate, because its loss had left its range.
 *
 * @param iteration where, from 0
 * @param loss what that of the labels was there, as the mean of the last three iterations; null for
 *     what is no number
 * @param limit what it might have been
 * @param rate the learning rate that the step had begun with
 */
public record Restart(long iteration, @Nullable Double loss, double limit, double rate) {

  /** What happened, in a sentence. */
  public String sentence(int step) {
    return String.format(
        Locale.ROOT,
        "step %d ran away at a rate of %s: its loss was %s up to iteration %d, where at most %.4g"
            + " was to be expected; it began again at half the rate",
        step,
        rate,
        loss == null ? "no number" : String.format(Locale.ROOT, "%.4g", loss),
        iteration,
        limit);
  }
}
