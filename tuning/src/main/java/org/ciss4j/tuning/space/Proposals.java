// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.space;

import java.util.Map;
import java.util.Optional;

/** Candidates of a strategy, one after the other. */
public interface Proposals {
  /**
   * The next candidate: a value, as text, for each name of the space. No two are equal.
   *
   * @return empty if there are no others
   */
  Optional<Map<String, String>> next();

  /** What came out of the earliest candidate that nothing was said of yet. */
  void tell(Told told);
}
