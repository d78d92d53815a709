// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One update of stochastic gradient descent with Nesterov momentum and an L2 penalty, as PyTorch's
 * SGD does it: {@code g += decay p; v = momentum v + g; p -= rate (g + momentum v)}.
 */
public final class Nesterov {
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
    Rows.map(
        new INDArray[] {parameter, velocity},
        new INDArray[] {parameter, plainGradient, velocity},
        1,
        (values, results, length) ->
            update(values, results, length, (float) rate, (float) momentum, (float) decay));
  }

  private static void update(
      float[][] values, float[][] results, int length, float rate, float momentum, float decay) {
    float[] p = values[0];
    float[] g = values[1];
    float[] v = values[2];
    float[] newP = results[0];
    float[] newV = results[1];
    for (int i = 0; i < length; i++) {
      float slope = g[i] + decay * p[i];
      float speed = momentum * v[i] + slope;
      newP[i] = p[i] - rate * (slope + momentum * speed);
      newV[i] = speed;
    }
  }
}
