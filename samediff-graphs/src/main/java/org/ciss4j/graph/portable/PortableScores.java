// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.portable;

import org.ciss4j.graph.cpu.DecomposedLogits;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.op.Portable;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * {@link DecomposedLogits} as matrix products of the positive and the negative parts. The parts are
 * products with 0 and 1, so that an element of exactly 0 has the gradient that it has there.
 */
final class PortableScores {
  private PortableScores() {}

  /** Of features {@code [..., D]} and weights {@code [C, D]}. */
  static Ops.Scores of(SDVariable features, SDVariable weights, SignRule rule) {
    SameDiff graph = features.getSameDiff();
    SDVariable above = weights.mul(Portable.number(weights.gt(0)));
    SDVariable below = weights.mul(Portable.number(weights.lt(0)));
    SDVariable matrix =
        Portable.reshape(features, Portable.constant(features, -1), Portable.size(weights, 1));
    if (rule == SignRule.WEIGHT) {
      return new Ops.Scores(product(matrix, above, features), product(matrix, below, features));
    }
    SDVariable positive = matrix.mul(Portable.number(matrix.gte(0)));
    SDVariable parts = graph.concat(1, positive, matrix.sub(positive));
    return new Ops.Scores(
        product(parts, graph.concat(1, above, below), features),
        product(parts, graph.concat(1, below, above), features));
  }

  /** {@code matrix weights'} with the leading axes of the features. */
  private static SDVariable product(SDVariable matrix, SDVariable weights, SDVariable features) {
    SameDiff graph = features.getSameDiff();
    SDVariable shape = graph.shape(features);
    SDVariable leading = graph.stridedSlice(shape, new long[] {0}, new long[] {-1}, new long[] {1});
    SDVariable classes =
        Portable.reshape(Portable.size(weights, 0), Portable.constant(features, 1));
    SDVariable scores = Portable.product(matrix, weights.permute(1, 0));
    return graph.reshape(scores, graph.concat(0, leading, classes));
  }
}
