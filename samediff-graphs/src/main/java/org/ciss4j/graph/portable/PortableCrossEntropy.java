// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.portable;

import org.ciss4j.graph.cpu.BinaryCrossEntropy;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.op.Portable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** {@link BinaryCrossEntropy} made of ND4J's own ops, by the same formula. */
final class PortableCrossEntropy {
  private PortableCrossEntropy() {}

  /** Of logits {@code [N, C, H, W]} against "no" everywhere. */
  static SDVariable againstNothing(SDVariable logits) {
    return total(softplus(logits));
  }

  /** Against labels, INT32 {@code [N, H, W]}; pixels of label 255 are in no sum and no count. */
  static SDVariable againstLabels(
      SDVariable logits, SDVariable labels, int first, double posWeight) {
    SameDiff graph = logits.getSameDiff();
    SDVariable classes = Portable.indices(Portable.size(logits, 1)).add(first);
    SDVariable wanted = classes.castTo(DataType.INT32).reshape(1, -1, 1, 1);
    SDVariable ofPixels = graph.expandDims(labels, 1);
    SDVariable targets = Portable.number(graph.eq(ofPixels, wanted));
    SDVariable voidLabel = graph.constant(Nd4j.scalar(Ops.VOID));
    SDVariable counted = Portable.number(graph.neq(ofPixels, voidLabel));
    SDVariable pixels = counted.sum();
    SDVariable atLeastOne = pixels.add(Portable.number(pixels.eq(0)));
    return losses(logits, targets, posWeight).mul(counted).sum().div(atLeastOne);
  }

  /** Against probabilities {@code [N, C, H, W]}, which are constants for the gradient. */
  static SDVariable againstProbabilities(SDVariable logits, SDVariable probabilities) {
    return total(losses(logits, Portable.stopGradient(probabilities), 1));
  }

  /** {@code w softplus(z) - g y z} with {@code w = 1 + (g - 1) y}. */
  private static SDVariable losses(SDVariable logits, SDVariable targets, double posWeight) {
    SDVariable weights = targets.mul(posWeight - 1).add(1);
    SDVariable positive = targets.mul(logits).mul(posWeight);
    return weights.mul(softplus(logits)).sub(positive);
  }

  private static SDVariable total(SDVariable losses) {
    return losses.mean(0, 2, 3).sum();
  }

  /**
   * {@code log(1 + exp(z)) = max(z, 0) + log1p(exp(-|z|))}. The sign is a constant factor, so that
   * the gradient at 0 is 0.5 and not the 0 that ND4J's max and abs have there.
   */
  private static SDVariable softplus(SDVariable z) {
    SDVariable isPositive = Portable.number(z.gt(0));
    SDVariable magnitude = z.mul(isPositive.mul(2).sub(1));
    var math = z.getSameDiff().math();
    return z.mul(isPositive).add(math.log1p(math.exp(math.neg(magnitude))));
  }
}
