// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.portable;

import org.ciss4j.graph.cpu.SoftmaxCrossEntropy;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.op.Portable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** {@link SoftmaxCrossEntropy} made of ND4J's own ops, by the same formula. */
final class PortableSoftmax {
  /** Below every logit. */
  private static final double NEVER = -1e30;

  private PortableSoftmax() {}

  static SDVariable againstLabels(SDVariable logits, SDVariable labels, int merged) {
    SDVariable counted = counted(labels);
    SDVariable pixels = counted.sum();
    SDVariable atLeastOne = pixels.add(Portable.number(pixels.eq(0)));
    return losses(logits, labels, merged).mul(counted).sum().div(atLeastOne);
  }

  static SDVariable againstLabels(SDVariable logits, SDVariable labels, SDVariable imageWeights) {
    SDVariable weights = Portable.stopGradient(imageWeights).reshape(-1, 1, 1, 1);
    return losses(logits, labels, 1).mul(counted(labels)).mul(weights).mean();
  }

  /** {@code [N, 1, H, W]}: 1 where the label is not void. */
  private static SDVariable counted(SDVariable labels) {
    SameDiff graph = labels.getSameDiff();
    SDVariable voidLabel = graph.constant(Nd4j.scalar(Ops.VOID));
    return Portable.number(graph.neq(graph.expandDims(labels, 1), voidLabel));
  }

  /** {@code [N, 1, H, W]}; of void pixels the number of the outputs' logarithm less itself, 0. */
  private static SDVariable losses(SDVariable logits, SDVariable labels, int merged) {
    SameDiff graph = logits.getSameDiff();
    SDVariable ofPixels = Portable.number(graph.expandDims(labels, 1));
    SDVariable outputs = outputs(logits);
    SDVariable isLabel = Portable.number(graph.eq(ofPixels, outputs));
    SDVariable isFirst = Portable.number(outputs.lt(merged));
    SDVariable labelIsFirst = Portable.number(ofPixels.lt(merged));
    SDVariable single = isLabel.mul(isFirst.mul(-1).add(1));
    SDVariable isVoid = counted(labels).mul(-1).add(1);
    SDVariable group = single.add(labelIsFirst.mul(isFirst)).add(isVoid);
    return logOfSum(logits).sub(logOfSum(logits, group));
  }

  static SDVariable againstLogits(SDVariable logits, SDVariable others, boolean joined) {
    return distillation(logits, others, joined).mean();
  }

  static SDVariable againstLogits(SDVariable logits, SDVariable others, SDVariable labels) {
    SameDiff graph = logits.getSameDiff();
    SDVariable known = Portable.number(Portable.size(others, 1));
    SDVariable ofPixels = Portable.number(graph.expandDims(labels, 1));
    SDVariable counted = Portable.number(graph.lt(ofPixels, known));
    SDVariable pixels = counted.sum();
    SDVariable atLeastOne = pixels.add(Portable.number(pixels.eq(0)));
    return distillation(logits, others, false).mul(counted).sum().div(atLeastOne);
  }

  /** {@code [N, 1, H, W]}. */
  private static SDVariable distillation(SDVariable logits, SDVariable others, boolean joined) {
    SameDiff graph = logits.getSameDiff();
    SDVariable targets = softmax(Portable.stopGradient(others));
    SDVariable outputs = outputs(logits);
    SDVariable known = Portable.number(Portable.size(others, 1));
    SDVariable ofOthers = Portable.number(graph.lt(outputs, known));
    SDVariable isZero = Portable.number(outputs.lt(1));
    SDVariable first = joined ? isZero.add(ofOthers.mul(-1).add(1)) : isZero;
    // A product of all outputs with as many targets as the others have: targets behind them are 0.
    SDVariable none = logits.mul(ofOthers.mul(-1).add(1)).mul(0);
    SDVariable padded = padded(targets, none);
    SDVariable single = padded.mul(isZero.mul(-1).add(1));
    SDVariable ofFirst = padded.mul(isZero).sum(true, 1);
    return logOfSum(logits)
        .sub(ofFirst.mul(logOfSum(logits, first)))
        .sub(single.mul(logits).sum(true, 1));
  }

  /** Targets {@code [N, O, H, W]} with zeros behind them, as many outputs as {@code like} has. */
  private static SDVariable padded(SDVariable targets, SDVariable like) {
    SameDiff graph = targets.getSameDiff();
    SDVariable all = graph.concat(1, targets, graph.zerosLike(like));
    SDVariable begin = graph.constant(Nd4j.createFromArray(0L, 0L, 0L, 0L));
    SDVariable shape = graph.shape(like);
    return Portable.stopGradient(graph.slice(all, begin, shape));
  }

  private static SDVariable softmax(SDVariable logits) {
    SDVariable e = logits.getSameDiff().math().exp(logits.sub(logits.max(true, 1)));
    return e.div(e.sum(true, 1));
  }

  /** The numbers of the outputs: float {@code [1, K, 1, 1]}. */
  private static SDVariable outputs(SDVariable logits) {
    return Portable.indices(Portable.size(logits, 1)).reshape(1, -1, 1, 1);
  }

  /** {@code log(sum_k exp(z_k))}: {@code [N, 1, H, W]}. */
  private static SDVariable logOfSum(SDVariable logits) {
    var math = logits.getSameDiff().math();
    SDVariable max = Portable.stopGradient(logits.max(true, 1));
    return math.log(math.exp(logits.sub(max)).sum(true, 1)).add(max);
  }

  /**
   * The same over some outputs of each pixel.
   *
   * @param group 1 for these, 0 for others; at least one of each pixel
   */
  private static SDVariable logOfSum(SDVariable logits, SDVariable group) {
    var math = logits.getSameDiff().math();
    SDVariable others = group.mul(-1).add(1).mul(NEVER);
    SDVariable max = Portable.stopGradient(logits.mul(group).add(others).max(true, 1));
    SDVariable shifted = logits.sub(max).mul(group);
    return math.log(math.exp(shifted).mul(group).sum(true, 1)).add(max);
  }
}
