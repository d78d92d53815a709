// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph;

import java.util.List;
import org.ciss4j.graph.kernel.FiniteWatch;
import org.ciss4j.graph.kernel.Rows;
import org.ciss4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One update of stochastic gradient descent with Nesterov momentum and an L2 penalty, as PyTorch's
 * SGD does it: {@code g += decay p; v = momentum v + g; p -= rate (g + momentum v)}.
 *
 * @param parameter p, changed in place
 * @param gradient g, which stays
 * @param velocity v, changed in place; zeros before the first update
 */
public record Nesterov(
    INDArray parameter,
    INDArray gradient,
    INDArray velocity,
    double rate,
    double momentum,
    double decay) {

  /**
   * Does some updates in one pass over the CPU's memory; the arrays of each are contiguous floats
   * of one length.
   *
   * @return whether all parameters are finite numbers after it
   */
  static boolean updateOnCpu(List<Nesterov> updates) {
    FiniteWatch watch = new FiniteWatch();
    Rows.map(updates.stream().map(update -> update.onCpu(watch)).toList());
    return watch.allFinite();
  }

  /**
   * Does some updates by ND4J's own ops, for every backend.
   *
   * @return whether all parameters are finite numbers after it
   */
  static boolean updateAnywhere(List<Nesterov> updates) {
    updates.forEach(Nesterov::updateAnywhere);
    return updates.stream().map(Nesterov::parameter).allMatch(Nesterov::isFinite);
  }

  /**
   * Where the array lies: what is no finite number does not become 0 if it is taken from itself.
   */
  private static boolean isFinite(INDArray array) {
    try (INDArray zeros = array.sub(array)) {
      return zeros.sumNumber().doubleValue() == 0;
    }
  }

  private void updateAnywhere() {
    try (INDArray slope = parameter.mul(decay);
        INDArray ahead = velocity.ulike()) {
      slope.addi(gradient);
      velocity.muli(momentum).addi(slope);
      ahead.assign(velocity).muli(momentum).addi(slope);
      parameter.subi(ahead.muli(rate));
    }
  }

  private Rows.Job onCpu(FiniteWatch watch) {
    return new Rows.Job(
        new INDArray[] {parameter, velocity},
        new INDArray[] {parameter, HostMemory.contiguous(gradient), velocity},
        1,
        (values, results, length) -> {
          update(values, results, length, (float) rate, (float) momentum, (float) decay);
          watch.look(results[0], length);
        });
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
