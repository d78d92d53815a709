// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory of a graph that no op needs any more, for the next op or run that wants as much.
 *
 * <p>It stands in for ND4J's cache, which keeps every scalar of every run for good, and which
 * compares the contents of arrays when it is full. Safe for several threads.
 */
final class ArrayPool extends AbstractMemoryMgr {
  /** A free buffer may be longer than what it serves by this factor, and by a few elements. */
  private static final double SLACK = 1.25;

  private static final long FEW = 64;

  private final Map<DataType, TreeMap<Long, Deque<DataBuffer>>> free =
      new EnumMap<>(DataType.class);

  /**
   * An array of arbitrary content.
   *
   * @param detached whether its memory must be its own alone, so that whoever gets it can free it
   */
  @Override
  public synchronized INDArray allocate(boolean detached, DataType type, long... shape) {
    long length = length(shape);
    DataBuffer buffer = take(type, length, detached ? length : (long) (length * SLACK) + FEW);
    return buffer == null
        ? Nd4j.createUninitializedDetached(type, 'c', shape)
        : Nd4j.create(buffer, shape, Nd4j.getStrides(shape, 'c'), 0, 'c', type);
  }

  private @Nullable DataBuffer take(DataType type, long atLeast, long atMost) {
    TreeMap<Long, Deque<DataBuffer>> buffers = free.computeIfAbsent(type, t -> new TreeMap<>());
    Map.Entry<Long, Deque<DataBuffer>> best = buffers.ceilingEntry(atLeast);
    if (best == null || best.getKey() > atMost) {
      return null;
    }
    DataBuffer buffer = best.getValue().pop();
    if (best.getValue().isEmpty()) {
      buffers.remove(best.getKey());
    }
    return buffer;
  }

  @Override
  public INDArray allocate(boolean detached, LongShapeDescriptor descriptor) {
    return descriptor.isEmpty()
        ? Nd4j.create(descriptor).detach()
        : allocate(detached, descriptor.dataType(), descriptor.getShape());
  }

  /** Takes an array back that {@link #allocate} gave, or any other that nobody needs any more. */
  @Override
  public synchronized void release(INDArray array) {
    if (array.isEmpty() || array.wasClosed()) {
      return;
    }
    DataBuffer buffer = array.data();
    boolean partOfAnother =
        buffer.originalDataBuffer() != null && buffer.originalDataBuffer() != buffer;
    if (array.isAttached() || partOfAnother || array.dataType() == DataType.UTF8) {
      return; // the garbage collector knows when its owner can go
    }
    free.computeIfAbsent(array.dataType(), type -> new TreeMap<>())
        .computeIfAbsent(buffer.length(), length -> new ArrayDeque<>())
        .push(buffer);
  }

  /** Frees all memory; the pool may be used again. */
  @Override
  public synchronized void close() {
    for (TreeMap<Long, Deque<DataBuffer>> buffers : free.values()) {
      buffers.values().forEach(ofLength -> ofLength.forEach(DataBuffer::close));
    }
    free.clear();
  }

  private static long length(long[] shape) {
    long length = 1;
    for (long size : shape) {
      length = Math.multiplyExact(length, size);
    }
    return length;
  }
}
