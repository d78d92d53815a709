// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Finds out how much memory graphs take, without taking it: from {@link #start} to {@link #close}
 * the graphs that this thread runs compute nothing. Each op is asked for the shapes of its outputs,
 * which become arrays without memory; the pool of arrays keeps account as it does in earnest. The
 * numbers that the graphs return mean nothing.
 *
 * <p>For {@code Backend.CPU}: other ops may have to look into arrays for a shape.
 */
public final class DryRun implements AutoCloseable {
  private final DryPool pool = new DryPool();
  private final ArrayPool before = ArrayPool.exchange(pool);

  private DryRun() {}

  /** Begins. */
  public static DryRun start() {
    return new DryRun();
  }

  /** An array without memory, as an input; it does not count. */
  public INDArray array(DataType type, long... shape) {
    return pool.foreign(type, shape);
  }

  /** The most bytes that the runs so far held at a time, free memory of the pool included. */
  public long mostBytes() {
    return pool.most();
  }

  /** Bytes of the largest array so far. */
  public long largestBytes() {
    return pool.largest();
  }

  /** Ends; the arrays that were returned meanwhile are of no use any more. */
  @Override
  public void close() {
    ArrayPool.exchange(before);
    pool.close();
  }
}
