// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import org.ciss4j.common.CissException;

/**
 * How batches are made; only the first changes what is in them.
 *
 * @param batchSize images per batch
 * @param threads loader threads
 * @param prefetch batches that are made ahead, at most
 */
public record Loading(int batchSize, int threads, int prefetch) {
  /** Loader threads where nobody asks for more or fewer. */
  public static final int THREADS = 2;

  private static final int PREFETCH = 4;

  /**
   * Checks the numbers.
   *
   * @throws CissException if one of them is not positive
   */
  public Loading {
    if (batchSize < 1 || threads < 1 || prefetch < 1) {
      throw CissException.usage(
          "batch size, loader threads and prefetched batches must be positive; came %d, %d and %d",
          batchSize, threads, prefetch);
    }
  }

  /** {@link #THREADS} threads and four batches ahead. */
  public static Loading of(int batchSize) {
    return new Loading(batchSize, THREADS, PREFETCH);
  }

  /** The same with this many threads, and a batch ahead for each at least. */
  public Loading withThreads(int count) {
    return new Loading(batchSize, count, Math.max(prefetch, count));
  }
}
