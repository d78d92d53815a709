// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

/**
 * Asks a run, from any thread, to save itself and end before it is finished. So does an interrupt
 * of the thread that runs, as the stop button of a notebook and {@code Future.cancel} send it; that
 * thread stays interrupted.
 */
public final class StopSignal {
  private volatile boolean requested;

  /** Asks; the run ends after the iteration it is at. */
  public void request() {
    requested = true;
  }

  /** Whether somebody asked, or interrupted the thread that calls this. */
  public boolean requested() {
    return requested || Thread.currentThread().isInterrupted();
  }
}
