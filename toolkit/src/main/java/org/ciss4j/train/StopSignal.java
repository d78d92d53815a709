// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

/** Asks a run, from any thread, to save itself and end before it is finished. */
public final class StopSignal {
  private volatile boolean requested;

  /** Asks; the run ends after the iteration it is at. */
  public void request() {
    requested = true;
  }

  /** Whether somebody asked. */
  public boolean requested() {
    return requested;
  }
}
