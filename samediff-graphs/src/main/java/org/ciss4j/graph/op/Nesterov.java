// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One update of stochastic gradient descent with Nesterov momentum and an L2 penalty, as PyTorch's
 * SGD does it: {@code g += decay p; v = momentum v + g; p -= rate (g + momentum v)}.
 */
public final class Nesterov {
  private static final int PIECE = 1 << 14;

  private Nesterov() {}

  /**
   * Updates a parameter and its velocity in place; all arrays are contiguous floats of one length.
   *
   * @param velocity v, zeros before the first update
   */
  public static void update(
      INDArray parameter,
      INDArray gradient,
      INDArray velocity,
      double rate,
      double momentum,
      double decay) {
    if (Ops.ofBackend() == Ops.fast()) {
      updateOnCpu(parameter, gradient, velocity, rate, momentum, decay);
    } else {
      updateAnywhere(parameter, gradient, velocity, rate, momentum, decay);
    }
  }

  /** By ND4J's own ops, for every backend. */
  static void updateAnywhere(
      INDArray parameter,
      INDArray gradient,
      INDArray velocity,
      double rate,
      double momentum,
      double decay) {
    try (INDArray slope = parameter.mul(decay);
        INDArray ahead = velocity.ulike()) {
      slope.addi(gradient);
      velocity.muli(momentum).addi(slope);
      ahead.assign(velocity).muli(momentum).addi(slope);
      parameter.subi(ahead.muli(rate));
    }
  }

  /** In one pass over the CPU's memory. */
  static void updateOnCpu(
      INDArray parameter,
      INDArray gradient,
      INDArray velocity,
      double rate,
      double momentum,
      double decay) {
    INDArray plainGradient = HostMemory.contiguous(gradient);
    FloatBuffer p = HostMemory.floatBuffer(parameter);
    FloatBuffer g = HostMemory.floatBuffer(plainGradient);
    FloatBuffer v = HostMemory.floatBuffer(velocity);
    int total = Math.toIntExact(parameter.length());
    HostMemory.parallel(
        (total + PIECE - 1) / PIECE,
        piece -> {
          int start = piece * PIECE;
          float[] values = new float[Math.min(PIECE, total - start)];
          float[] slopes = new float[values.length];
          float[] speeds = new float[values.length];
          p.get(start, values);
          g.get(start, slopes);
          v.get(start, speeds);
          update(values, slopes, speeds, (float) rate, (float) momentum, (float) decay);
          p.put(start, values);
          v.put(start, speeds);
        });
  }

  private static void update(
      float[] p, float[] g, float[] v, float rate, float momentum, float decay) {
    for (int i = 0; i < p.length; i++) {
      float slope = g[i] + decay * p[i];
      v[i] = momentum * v[i] + slope;
      p[i] -= rate * (slope + momentum * v[i]);
    }
  }
}
