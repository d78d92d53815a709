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

  /**
   * A listener that leaves the run at its next event where nothing is lost by that. Of images that
   * are looked at other threads tell too, whom nobody interrupts.
   *
   * @param listener told of all that happens
   */
  RunListener heardBy(RunListener listener) {
    Thread runner = Thread.currentThread();
    return event -> {
      listener.on(event);
      boolean pause =
          event instanceof RunEvent.DataChecked
              || event instanceof RunEvent.MemoryCandidates
              || event instanceof RunEvent.Gathered
              || event instanceof RunEvent.Evaluated;
      if (pause && (requested() || runner.isInterrupted())) {
        throw new Stopped();
      }
    };
  }
}
