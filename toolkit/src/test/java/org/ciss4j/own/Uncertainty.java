// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.own;

import java.util.Map;
import java.util.Set;
import org.ciss4j.learn.Losses;
import org.ciss4j.learn.TermWeights;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A weight {@code exp(-s)} whose s minimises {@code exp(-s) term + s} (Kendall et al. 2018). */
final class Uncertainty implements TermWeights {
  private final INDArray s = Nd4j.zeros(DataType.DOUBLE, 1);

  Uncertainty(Map<String, INDArray> inherited) {
    INDArray before = inherited.get("uncertainty");
    if (before != null) {
      s.assign(before);
    }
  }

  @Override
  public Map<String, Double> now() {
    return Map.of("features", Math.exp(-s.getDouble(0)));
  }

  @Override
  public void follow(Losses losses, TermGradients gradients) {
    Double term = losses.terms().get("features");
    if (term != null) {
      s.subi(0.1 * (1 - Math.exp(-s.getDouble(0)) * term));
    }
  }

  @Override
  public Map<String, INDArray> state() {
    return Map.of("uncertainty", s);
  }

  @Override
  public Set<String> lasting() {
    return state().keySet();
  }
}
