// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Element-wise work on float arrays in pieces that fit the cache, on all cores. */
final class Rows {
  private static final int PIECE = 1 << 14;

  /**
   * Computes one piece: reads the inputs' first {@code length} elements and writes the output's.
   */
  @FunctionalInterface
  interface Body {
    void apply(float[][] inputs, float[] output, int length);
  }

  private Rows() {}

  /** Sets {@code output = body(inputs)}, all arrays contiguous and of one length. */
  static void map(INDArray output, INDArray[] inputs, Body body) {
    FloatBuffer to = HostMemory.floatBuffer(output);
    FloatBuffer[] from = new FloatBuffer[inputs.length];
    for (int i = 0; i < from.length; i++) {
      from[i] = HostMemory.floatBuffer(inputs[i]);
    }
    int total = Math.toIntExact(output.length());
    HostMemory.parallel(
        (total + PIECE - 1) / PIECE, piece -> apply(piece * PIECE, total, to, from, body));
  }

  private static void apply(int start, int total, FloatBuffer to, FloatBuffer[] from, Body body) {
    int length = Math.min(PIECE, total - start);
    float[][] inputs = new float[from.length][length];
    for (int i = 0; i < from.length; i++) {
      from[i].get(start, inputs[i], 0, length);
    }
    float[] output = new float[length];
    body.apply(inputs, output, length);
    to.put(start, output, 0, length);
  }
}
