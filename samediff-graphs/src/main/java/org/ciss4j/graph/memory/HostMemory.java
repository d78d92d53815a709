// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Direct access to the memory of ND4J arrays on the CPU backend. */
public final class HostMemory {
  private HostMemory() {}

  /** The array itself if its elements lie in C order without gaps, else such a copy. */
  public static INDArray contiguous(INDArray array) {
    return isContiguous(array) ? array : array.dup('c');
  }

  /** The strides of axes with one element mean nothing, and may be anything. */
  public static boolean isContiguous(INDArray array) {
    long expected = 1;
    for (int axis = array.rank() - 1; axis >= 0; axis--) {
      if (array.size(axis) != 1 && array.stride(axis) != expected) {
        return false;
      }
      expected *= array.size(axis);
    }
    return true;
  }

  /** A pointer to the first element of a contiguous array of floats. */
  public static FloatPointer floats(INDArray array) {
    return new FloatPointer(start(array, DataType.FLOAT)).capacity(array.length());
  }

  /** A pointer to the first element of a contiguous map, of floats or of bfloat16. */
  public static Pointer map(INDArray array) {
    return array.dataType() == DataType.BFLOAT16
        ? new ShortPointer(start(array, DataType.BFLOAT16)).capacity(array.length())
        : floats(array);
  }

  /** A copy of a contiguous array of floats, for short ones. */
  public static float[] toFloats(INDArray array) {
    float[] result = new float[Math.toIntExact(array.length())];
    Floats.of(array).read(0, result);
    return result;
  }

  /** A pointer to the first element of a contiguous array of 32-bit integers. */
  public static IntPointer ints(INDArray array) {
    return new IntPointer(start(array, DataType.INT32)).capacity(array.length());
  }

  /** A pointer to the first element of a contiguous array of bytes. */
  public static BytePointer bytes(INDArray array) {
    return new BytePointer(start(array, DataType.INT8)).capacity(array.length());
  }

  private static Pointer start(INDArray array, DataType type) {
    if (array.dataType() != type) {
      throw new IllegalArgumentException(
          "expected an array of " + type + ", got one of " + array.dataType());
    }
    return array.data().addressPointer();
  }
}
