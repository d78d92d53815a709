// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory that the graphs of a thread need no more, for the next op or run that wants as much.
 *
 * <p>It stands in for ND4J's cache, which keeps every scalar of every run for good, and which
 * compares the contents of arrays when it is full. Safe for several threads.
 */
public class ArrayPool extends AbstractMemoryMgr {
  /** A free buffer may be longer than what it serves by this factor, and by a few elements. */
  private static final double SLACK = 1.25;

  private static final long FEW = 64;

  /** What none of so many runs in a row needed is freed. */
  private static final int RUNS = 16;

  private static final ThreadLocal<ArrayPool> OF_THREAD = ThreadLocal.withInitial(ArrayPool::new);

  private final Map<DataType, NavigableMap<Long, Deque<Free>>> free = new EnumMap<>(DataType.class);
  private final Deque<Long> peaks = new ArrayDeque<>();
  private long run;
  private long freeBytes;
  private long used;
  private long peak;

  /** A buffer of so many elements that nobody uses since the run of this number. */
  private record Free(DataBuffer buffer, long length, long run) {
    long bytes() {
      return length * buffer.getElementSize();
    }
  }

  /** The pool of this thread, which all graphs share that it runs. */
  public static ArrayPool ofThread() {
    return OF_THREAD.get();
  }

  /** Gives this thread another pool, and returns the one it had. */
  static ArrayPool exchange(ArrayPool other) {
    ArrayPool before = OF_THREAD.get();
    OF_THREAD.set(other);
    return before;
  }

  /** To be called before a graph runs. */
  public synchronized void beginRun() {
    run++;
    used = 0;
    peak = 0;
  }

  /** To be called after a graph ran: frees what the last runs would not have needed. */
  public synchronized void endRun() {
    peaks.add(peak);
    if (peaks.size() > RUNS) {
      peaks.remove();
    }
    long needed = (long) (Collections.max(peaks) * SLACK);
    while (freeBytes > needed) {
      Free oldest =
          free.values().stream()
              .flatMap(buffers -> buffers.values().stream())
              .map(Deque::peekLast)
              .filter(Objects::nonNull)
              .min(Comparator.comparingLong(Free::run))
              .orElseThrow();
      free(oldest);
    }
  }

  private void free(Free entry) {
    NavigableMap<Long, Deque<Free>> buffers = buffersOf(entry.buffer.dataType());
    Deque<Free> ofLength = Objects.requireNonNull(buffers.get(entry.length));
    ofLength.removeLast();
    if (ofLength.isEmpty()) {
      buffers.remove(entry.length);
    }
    freeBytes -= entry.bytes();
    discard(entry.buffer);
  }

  private NavigableMap<Long, Deque<Free>> buffersOf(DataType type) {
    return free.computeIfAbsent(type, key -> new TreeMap<>());
  }

  /**
   * An array of arbitrary content.
   *
   * @param detached whether its memory must be its own alone, so that whoever gets it can free it
   */
  @Override
  public synchronized INDArray allocate(boolean detached, DataType type, long... shape) {
    long length = length(shape);
    used += length * type.width();
    peak = Math.max(peak, used);
    DataBuffer buffer = take(type, length, detached ? length : (long) (length * SLACK) + FEW);
    return buffer == null ? create(type, shape) : over(buffer, type, shape);
  }

  /** An array with memory of its own. */
  INDArray create(DataType type, long[] shape) {
    return Nd4j.createUninitializedDetached(type, 'c', shape);
  }

  /** An array over memory that served another. */
  INDArray over(DataBuffer buffer, DataType type, long[] shape) {
    return Nd4j.create(buffer, shape, Nd4j.getStrides(shape, 'c'), 0, 'c', type);
  }

  /** The pool of ops that do compute. */
  public ArrayPool ofComputing() {
    return this;
  }

  /** A copy that belongs to the caller. */
  public INDArray copy(INDArray array) {
    return array.dup('c');
  }

  /** Elements of a buffer. */
  long lengthOf(DataBuffer buffer) {
    return buffer.length();
  }

  void discard(DataBuffer buffer) {
    buffer.close();
  }

  private @Nullable DataBuffer take(DataType type, long atLeast, long atMost) {
    NavigableMap<Long, Deque<Free>> buffers = buffersOf(type);
    Map.Entry<Long, Deque<Free>> best = buffers.ceilingEntry(atLeast);
    if (best == null || best.getKey() > atMost) {
      return null;
    }
    Free taken = best.getValue().pop();
    if (best.getValue().isEmpty()) {
      buffers.remove(best.getKey());
    }
    freeBytes -= taken.bytes();
    return taken.buffer;
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
    used -= array.length() * array.dataType().width();
    Free entry = new Free(buffer, lengthOf(buffer), run);
    freeBytes += entry.bytes();
    buffersOf(array.dataType())
        .computeIfAbsent(entry.length, length -> new ArrayDeque<>())
        .push(entry);
  }

  /** Frees all memory; the pool may be used again. */
  @Override
  public synchronized void close() {
    for (NavigableMap<Long, Deque<Free>> buffers : free.values()) {
      buffers.values().forEach(ofLength -> ofLength.forEach(entry -> discard(entry.buffer)));
    }
    free.clear();
    freeBytes = 0;
  }

  static long length(long[] shape) {
    long length = 1;
    for (long size : shape) {
      length = Math.multiplyExact(length, size);
    }
    return length;
  }
}
