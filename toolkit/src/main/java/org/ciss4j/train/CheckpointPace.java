// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.function.LongSupplier;

/** When it is time for a checkpoint: every so many iterations, or as seldom as makes them cheap. */
final class CheckpointPace {
  private static final long SHORTEST_NANOS = 10_000_000_000L;

  /** A hundred times as long as writing took, so that it takes a hundredth of the time. */
  private static final long SHARE = 100;

  private final long every;
  private final LongSupplier clock;
  private long last;
  private long pause = SHORTEST_NANOS;

  /**
   * Begins now.
   *
   * @param every iterations from one to the next; 0 to go by the clock
   * @param clock the time, in nanoseconds
   */
  CheckpointPace(long every, LongSupplier clock) {
    this.every = every;
    this.clock = clock;
    this.last = clock.getAsLong();
  }

  /** Whether it is time after so many iterations. */
  boolean due(long iterations) {
    return every > 0 ? iterations % every == 0 : clock.getAsLong() - last >= pause;
  }

  /** Does the writing, and plans by how long it takes. */
  void time(Runnable writing) {
    long start = clock.getAsLong();
    writing.run();
    last = clock.getAsLong();
    pause = Math.max(SHORTEST_NANOS, SHARE * (last - start));
  }
}
