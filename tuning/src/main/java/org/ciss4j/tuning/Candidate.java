// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trial before it is run.
 *
 * @param number from 1
 * @param values as text, by the names of the search space
 * @param seed root of all that is random in its run
 */
public record Candidate(int number, Map<String, String> values, long seed) implements Serializable {
  /** Copies the values. */
  public Candidate {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
