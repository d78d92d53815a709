// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.BaseNDArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of a graph that no op needs any more, for the next op or run that wants one of the
 * same shape.
 *
 * <p>It stands in for ND4J's cache, which keeps every scalar of every run for good, and which
 * compares the contents of arrays when it is full.
 */
final class ArrayPool extends AbstractMemoryMgr {
  private final Map<LongShapeDescriptor, Deque<INDArray>> free = new HashMap<>();

  @Override
  public INDArray allocate(boolean detached, DataType type, long... shape) {
    Deque<INDArray> arrays = free.get(LongShapeDescriptor.fromShape(shape, type));
    INDArray array = arrays == null ? null : arrays.poll();
    if (array == null) {
      return Nd4j.createUninitializedDetached(type, shape);
    }
    ((BaseNDArray) array)
        .assignNewId(); // SameDiff tells arrays apart by id, and this one has a new life.
    return array;
  }

  @Override
  public INDArray allocate(boolean detached, LongShapeDescriptor descriptor) {
    return descriptor.isEmpty()
        ? Nd4j.create(descriptor).detach()
        : allocate(detached, descriptor.dataType(), descriptor.getShape());
  }

  @Override
  public void release(INDArray array) {
    if (!array.closeable()) {
      return; // a view; the garbage collector knows when its owner can go
    }
    if (isReusable(array)) {
      LongShapeDescriptor kind = LongShapeDescriptor.fromShape(array.shape(), array.dataType());
      free.computeIfAbsent(kind, key -> new ArrayDeque<>()).add(array);
    } else {
      array.close();
    }
  }

  private static boolean isReusable(INDArray array) {
    return array.ordering() == 'c'
        && !array.isEmpty()
        && array.dataType() != DataType.UTF8
        && Nd4j.getExecutioner().useCount(array.data()) == 1;
  }

  /** Frees all arrays; the pool may be used again. */
  @Override
  public void close() {
    free.values().forEach(arrays -> arrays.forEach(INDArray::close));
    free.clear();
  }
}
