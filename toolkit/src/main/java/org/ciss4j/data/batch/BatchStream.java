// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Batch;
import org.jspecify.annotations.Nullable;

/**
 * Batches in order, made ahead by loader threads; whoever opens a stream closes it. Used by one
 * thread.
 *
 * <p>At most {@link Loading#prefetch} batches wait. A batch belongs to whoever took it; those that
 * nobody took are freed by {@link #close}.
 */
public final class BatchStream implements Iterator<Batch>, AutoCloseable {
  private final ExecutorService executor;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final Deque<CompletableFuture<@Nullable Batch>> pending = new ArrayDeque<>();
  private final LongFunction<Batch> maker;
  private final int prefetch;
  private final long end;
  private long nextToMake;
  private volatile boolean closed;

  /**
   * @param start number of the first batch
   * @param end number after the last batch
   * @param maker makes the batch of a number; called by several threads
   */
  BatchStream(long start, long end, Loading loading, LongFunction<Batch> maker) {
    this.nextToMake = start;
    this.end = end;
    this.prefetch = loading.prefetch();
    this.maker = maker;
    this.executor = Executors.newFixedThreadPool(loading.threads(), this::daemon);
    request();
  }

  private Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "ciss-loader-" + (threads.size() + 1));
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  private void request() {
    while (pending.size() < prefetch && nextToMake < end) {
      long number = nextToMake++;
      pending.add(
          CompletableFuture.supplyAsync(() -> closed ? null : maker.apply(number), executor));
    }
  }

  @Override
  public boolean hasNext() {
    return !pending.isEmpty();
  }

  /**
   * The next batch, which may take a while.
   *
   * <p>An interrupt of the waiting thread stays with it, and does not end the wait: what it means
   * is for those to say who know what is lost.
   *
   * @throws CissException what a loader thread met, such as a broken file
   */
  @Override
  public Batch next() {
    if (pending.isEmpty()) {
      throw new NoSuchElementException("there is no further batch");
    }
    Batch batch = await(pending.remove());
    request();
    return batch;
  }

  private static Batch await(CompletableFuture<@Nullable Batch> future) {
    try {
      Batch batch = future.join();
      if (batch == null) {
        throw new IllegalStateException("the stream is closed");
      }
      return batch;
    } catch (CompletionException e) {
      throw unchecked(e.getCause());
    }
  }

  private static RuntimeException unchecked(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  /**
   * Stops the loader threads, waits for the images they are at, and frees all batches that nobody
   * took.
   */
  @Override
  public void close() {
    closed = true;
    executor.shutdown();
    while (!pending.isEmpty()) {
      try {
        closeIfMade(pending.remove().join());
      } catch (CompletionException e) {
        // Nobody will see this batch, so nobody needs to hear that it failed.
      }
    }
    awaitThreads();
  }

  private static void closeIfMade(@Nullable Batch batch) {
    if (batch != null) {
      batch.close();
    }
  }

  private void awaitThreads() {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
