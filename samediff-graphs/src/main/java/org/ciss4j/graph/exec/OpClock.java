// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.exec;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long the ops of all graphs take, by kind of op, from {@link #start} to {@link
 * #close}. One clock runs at a time.
 */
public final class OpClock implements AutoCloseable {
  private static final AtomicReference<@Nullable OpClock> RUNNING = new AtomicReference<>();

  private final Map<String, Long> nanos = new TreeMap<>();

  private OpClock() {}

  /**
   * Starts a clock.
   *
   * @throws IllegalStateException if one is running
   */
  public static OpClock start() {
    OpClock clock = new OpClock();
    if (!RUNNING.compareAndSet(null, clock)) {
      throw new IllegalStateException("an op clock is running; close it first");
    }
    return clock;
  }

  /** Seconds by name of op. */
  public synchronized Map<String, Double> seconds() {
    Map<String, Double> result = new TreeMap<>();
    nanos.forEach((op, time) -> result.put(op, time * 1e-9));
    return Collections.unmodifiableMap(result);
  }

  /** Stops the clock; what it measured can still be read. */
  @Override
  public void close() {
    RUNNING.compareAndSet(this, null);
  }

  /** Runs an op and, if a clock is running, adds its time. */
  static void time(String op, Runnable run) {
    OpClock clock = RUNNING.get();
    if (clock == null) {
      run.run();
      return;
    }
    long start = System.nanoTime();
    run.run();
    clock.add(op, System.nanoTime() - start);
  }

  private synchronized void add(String op, long time) {
    nanos.merge(op, time, Long::sum);
  }
}
