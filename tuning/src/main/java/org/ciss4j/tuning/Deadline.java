// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.ciss4j.train.StopSignal;
import org.jspecify.annotations.Nullable;

/** When a study is to end before all its trials are done: on request, or after some time. */
final class Deadline {
  private final BooleanSupplier stop;
  private final @Nullable Duration limit;
  private final LongSupplier clock;
  private final long start;

  /**
   * A deadline that counts from now.
   *
   * @param limit null for none
   * @param clock the time, in nanoseconds
   */
  Deadline(StopSignal stop, @Nullable Duration limit, LongSupplier clock) {
    this.stop = stop::requested;
    this.limit = limit;
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  private Deadline(BooleanSupplier stop) {
    this.stop = stop;
    this.limit = null;
    this.clock = () -> 0;
    this.start = 0;
  }

  /** The deadline of a worker, which another process watches. */
  static Deadline of(StopFile file) {
    return new Deadline(file::isAsked);
  }

  /** Whether it is time to end. */
  boolean requested() {
    return stop.getAsBoolean() || isTimeUp();
  }

  /** Whether the time has passed. */
  boolean isTimeUp() {
    return limit != null && clock.getAsLong() - start >= limit.toNanos();
  }
}
