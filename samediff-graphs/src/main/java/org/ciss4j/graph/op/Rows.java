// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Element-wise work on float arrays in pieces that fit the cache, on all cores. */
final class Rows {
  private static final int PIECE = 1 << 13;

  /** Of each thread: copies of the pieces it works on. */
  private static final ThreadLocal<float[][]> COPIES =
      ThreadLocal.withInitial(() -> new float[0][]);

  /**
   * Computes one piece: reads the inputs' first {@code length} elements and writes the output's.
   */
  @FunctionalInterface
  interface Body {
    void apply(float[][] inputs, float[] output, int length);
  }

  /** As {@link Body}, with several outputs. */
  @FunctionalInterface
  interface MultiBody {
    void apply(float[][] inputs, float[][] outputs, int length);
  }

  private Rows() {}

  /** Sets {@code output = body(inputs)}, all arrays contiguous and of one length. */
  static void map(INDArray output, INDArray[] inputs, Body body) {
    map(
        new INDArray[] {output},
        inputs,
        1,
        (values, outputs, length) -> body.apply(values, outputs[0], length));
  }

  /**
   * Sets {@code outputs = body(inputs)}, all arrays contiguous and of one length.
   *
   * @param row number of elements that must stay together in a piece
   */
  static void map(INDArray[] outputs, INDArray[] inputs, int row, MultiBody body) {
    FloatBuffer[] to = buffers(outputs);
    FloatBuffer[] from = buffers(inputs);
    int total = Math.toIntExact(outputs[0].length());
    int piece = Math.max(1, PIECE / row) * row;
    HostMemory.parallel(
        (total + piece - 1) / piece,
        number -> {
          int start = number * piece;
          apply(start, Math.min(piece, total - start), to, from, body);
        });
  }

  private static FloatBuffer[] buffers(INDArray[] arrays) {
    FloatBuffer[] result = new FloatBuffer[arrays.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = HostMemory.floatBuffer(arrays[i]);
    }
    return result;
  }

  private static void apply(
      int start, int length, FloatBuffer[] to, FloatBuffer[] from, MultiBody body) {
    float[][] copies = copies(from.length + to.length, length);
    float[][] inputs = java.util.Arrays.copyOf(copies, from.length);
    float[][] outputs = java.util.Arrays.copyOfRange(copies, from.length, from.length + to.length);
    for (int i = 0; i < from.length; i++) {
      from[i].get(start, inputs[i], 0, length);
    }
    body.apply(inputs, outputs, length);
    for (int i = 0; i < to.length; i++) {
      to[i].put(start, outputs[i], 0, length);
    }
  }

  /** At least {@code count} arrays of at least {@code length}; their content is arbitrary. */
  private static float[][] copies(int count, int length) {
    float[][] copies = COPIES.get();
    if (copies.length < count || copies[0].length < length) {
      copies = new float[Math.max(count, copies.length)][Math.max(length, PIECE)];
      COPIES.set(copies);
    }
    return copies;
  }
}
