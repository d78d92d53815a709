// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A pool of arrays that have a shape and no memory, all elements of each being one. It keeps
 * account of what an {@link ArrayPool} would take, buffer by buffer.
 */
public final class DryPool extends ArrayPool {
  /** Arrays of so few bytes have memory: native code may look into those that say a shape. */
  private static final long SMALL = 1 << 10;

  /** Elements that each buffer stands for. */
  private final IdentityHashMap<DataBuffer, Long> lengths = new IdentityHashMap<>();

  private final Set<DataBuffer> ofOthers = Collections.newSetFromMap(new IdentityHashMap<>());
  private final ArrayPool computing = new ArrayPool();
  private long held;
  private long most;
  private long largest;

  /** An array that is not of this pool's account. */
  INDArray foreign(DataType type, long[] shape) {
    INDArray array = withoutMemory(type, shape);
    ofOthers.add(array.data());
    return array;
  }

  /** Whether an array has no memory. */
  public boolean isDry(INDArray array) {
    return ofOthers.contains(array.data()) || lengths.containsKey(array.data());
  }

  /** Small arrays never get what others left: that may be without memory. */
  @Override
  public synchronized INDArray allocate(boolean detached, DataType type, long... shape) {
    return length(shape) * type.width() <= SMALL
        ? Nd4j.zeros(type, shape).detach()
        : super.allocate(detached, type, shape);
  }

  @Override
  INDArray create(DataType type, long[] shape) {
    long length = length(shape);
    long bytes = length * type.width();
    largest = Math.max(largest, bytes);
    held += bytes;
    most = Math.max(most, held);
    INDArray array = withoutMemory(type, shape);
    lengths.put(array.data(), length);
    return array;
  }

  private static INDArray withoutMemory(DataType type, long[] shape) {
    return over(Nd4j.createUninitializedDetached(type, 'c', 1).data(), shape, type);
  }

  private static INDArray over(DataBuffer buffer, long[] shape, DataType type) {
    return Nd4j.create(buffer, shape, new long[shape.length], 0, 'c', type);
  }

  @Override
  INDArray over(DataBuffer buffer, DataType type, long[] shape) {
    return over(buffer, shape, type);
  }

  @Override
  public ArrayPool ofComputing() {
    return computing;
  }

  @Override
  public INDArray copy(INDArray array) {
    return isDry(array) ? allocate(true, array.dataType(), array.shape()) : super.copy(array);
  }

  @Override
  long lengthOf(DataBuffer buffer) {
    return lengths.getOrDefault(buffer, buffer.length());
  }

  @Override
  void discard(DataBuffer buffer) {
    Long length = lengths.remove(buffer);
    if (length != null) {
      held -= length * buffer.getElementSize();
    }
    super.discard(buffer);
  }

  /** Those of others stay theirs; those that have memory are for ops that compute. */
  @Override
  public synchronized void release(INDArray array) {
    if (array.wasClosed() || array.isEmpty()) {
      return;
    }
    if (lengths.containsKey(array.data())) {
      super.release(array);
    } else if (!ofOthers.contains(array.data())) {
      computing.release(array);
    }
  }

  @Override
  public synchronized void close() {
    super.close();
    computing.close();
  }

  /** The most bytes that were held at a time, in use or free. */
  long most() {
    return most;
  }

  /** Bytes of the largest array. */
  long largest() {
    return largest;
  }
}
