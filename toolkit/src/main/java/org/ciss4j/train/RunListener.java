// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

/** Told what happens in a run, by the thread that trains. */
@FunctionalInterface
public interface RunListener {
  /** Something happened. */
  void on(RunEvent event);

  /** A listener that does nothing. */
  static RunListener none() {
    return event -> {};
  }
}
