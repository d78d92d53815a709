// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

/** Told what happens in a study, by the thread that runs it. */
@FunctionalInterface
public interface StudyListener {
  /** Something happened. */
  void on(StudyEvent event);

  /** A listener that does nothing. */
  static StudyListener none() {
    return event -> {};
  }
}
