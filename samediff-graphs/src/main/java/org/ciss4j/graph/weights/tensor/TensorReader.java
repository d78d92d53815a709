// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.indexer.Bfloat16Indexer;
import org.bytedeco.javacpp.indexer.HalfIndexer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads tensors straight into the memory of new arrays. */
public final class TensorReader {
  private static final int BLOCK = 1 << 16;

  private TensorReader() {}

  /**
   * A new array of elements.
   *
   * @param type the type of the elements in the source
   * @param as the type of the array: one with the same bits, or float
   */
  public static INDArray read(ElementType type, DataType as, long[] shape, ElementSource source)
      throws IOException {
    INDArray array = ArrayMemory.allocate(as, shape);
    try {
      if (type.hasBitsOf(as)) {
        ArrayMemory.forEachWindow(array, source::next);
      } else {
        toFloat(array, type, source);
      }
      if (type == ElementType.BOOL) {
        ArrayMemory.forEachWindow(array, TensorReader::toZeroOrOne);
      }
      ArrayMemory.changedOnHost(array);
    } catch (IOException | RuntimeException | Error e) {
      array.close();
      throw e;
    }
    return array;
  }

  /** Native code takes a byte for granted that is 0 or 1. */
  private static void toZeroOrOne(ByteBuffer window) {
    for (int i = 0; i < window.limit(); i++) {
      if (window.get(i) != 0) {
        window.put(i, (byte) 1);
      }
    }
  }

  private static void toFloat(INDArray array, ElementType type, ElementSource source)
      throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    ArrayMemory.forEachWindow(
        array,
        window -> {
          FloatBuffer floats = window.asFloatBuffer();
          while (floats.hasRemaining()) {
            block.clear().limit((int) Math.min(BLOCK, (long) floats.remaining() * type.bytes()));
            source.next(block);
            block.flip();
            while (block.hasRemaining()) {
              floats.put(toFloat(block, type));
            }
          }
        });
  }

  private static float toFloat(ByteBuffer block, ElementType type) {
    return switch (type) {
      case F16 -> HalfIndexer.toFloat(block.getShort());
      case BF16 -> Bfloat16Indexer.toFloat(block.getShort());
      case F64 -> (float) block.getDouble();
      default -> throw new IllegalArgumentException("expected a kind of float, found " + type);
    };
  }
}
