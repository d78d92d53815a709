// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes frozen normalisations into the convolutions before them: {@code scale (W x - mean) /
 * deviation + shift} is {@code (factor W) x + (shift - factor mean)} with {@code factor = scale /
 * deviation}, one multiplication of the weights instead of several of each map.
 */
final class Folding {
  /** The weights of convolutions by the name of what they put out. */
  private final Map<String, SDVariable> weightsByOutput = new HashMap<>();

  /**
   * A convolution was laid.
   *
   * @param weights a variable with an array of its own, which is going to be multiplied
   */
  void add(SDVariable output, SDVariable weights) {
    weightsByOutput.put(output.name(), weights);
  }

  /** Whether x comes from a convolution without a bias that nothing was folded into yet. */
  boolean takes(SDVariable x) {
    return weightsByOutput.containsKey(x.name());
  }

  /**
   * Multiplies the weights that x comes from.
   *
   * @param factor {@code [C]}
   * @param bias {@code [C]}
   * @param name of the constant that holds the bias
   * @return x normalised
   */
  SDVariable fold(SDVariable x, INDArray factor, INDArray bias, String name) {
    SDVariable weights =
        Objects.requireNonNull(weightsByOutput.remove(x.name()), "x is of no convolution");
    weights.getArr().muli(factor.reshape(factor.length(), 1, 1, 1));
    return x.add(x.getSameDiff().constant(name, bias));
  }
}
