// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.indexer.ByteIndexer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The elements of a view in C order, picked from memory. */
public final class StridedElements implements ElementSource {
  private final ByteIndexer memory;
  private final int width;
  private final long[] shape;
  private final long[] stride;
  private final long[] index;
  private long at;

  /**
   * The elements of a view that begins with the memory.
   *
   * @param memory bytes, which have to live as long as this is used
   * @param stride the distance of neighbours along each dimension, in elements
   */
  public StridedElements(INDArray memory, TensorInfo info, List<Long> stride) {
    this.memory =
        ByteIndexer.create(
            new BytePointer(memory.data().addressPointer()).capacity(memory.length()));
    this.width = info.type().bytes();
    this.shape = info.dimensions();
    this.stride = stride.stream().mapToLong(step -> step * width).toArray();
    this.index = new long[shape.length];
  }

  @Override
  public void next(ByteBuffer target) {
    while (target.hasRemaining()) {
      switch (width) {
        case Byte.BYTES -> target.put(memory.get(at));
        case Short.BYTES -> target.putShort(memory.getShort(at));
        case Integer.BYTES -> target.putInt(memory.getInt(at));
        default -> target.putLong(memory.getLong(at));
      }
      step();
    }
  }

  /** Counts up like an odometer. */
  private void step() {
    for (int i = shape.length - 1; i >= 0; i--) {
      at += stride[i];
      if (++index[i] < shape[i]) {
        return;
      }
      at -= stride[i] * shape[i];
      index[i] = 0;
    }
  }
}
