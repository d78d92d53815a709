// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import java.util.function.IntConsumer;
import org.ciss4j.graph.machine.Threads;

/**
 * How much a call of oneDNN, or a loop of ours, has to do, in products of two numbers; and whether
 * that is enough for several threads.
 *
 * <p>Waking a thread and waiting for it takes some ten microseconds where its core is idle, and as
 * long as the scheduler likes where another process has it. A core multiplies some fifty thousand
 * pairs of numbers in a microsecond.
 */
public final class Work {
  /** From here on, some 150 microseconds of one core, all threads share a call. */
  private static final long SHARED = 1L << 23;

  /** Products in the time in which a number is read, changed and written. */
  private static final long PER_ELEMENT = 16;

  private Work() {}

  /** Of an operation on so many numbers, each by itself. */
  public static long ofElements(long count) {
    return PER_ELEMENT * count;
  }

  /** Of a sum, or several, of so many products. */
  static long ofProducts(long count) {
    return count;
  }

  /**
   * Calls {@code body} for 0..count-1, on several threads if all of it together is so much work.
   *
   * @see Threads#share
   */
  public static void share(long count, long work, IntConsumer body) {
    if (isShared(work)) {
      Threads.share(count, body);
    } else {
      for (int i = 0; i < count; i++) {
        body.accept(i);
      }
    }
  }

  /** Whether there is enough to do for several threads. */
  static boolean isShared(long work) {
    return work >= SHARED;
  }
}
