// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import java.util.Optional;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.Precision;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.autodiff.samediff.SDVariable;

/** Ops of our own, {@link JavaOp}s on oneDNN and plain Java; for ND4J's CPU backend. */
public final class FastOps implements Ops {
  /** These ops, which have no state. */
  public static final FastOps INSTANCE = new FastOps();

  private FastOps() {}

  @Override
  public SDVariable conv2d(SDVariable x, SDVariable weights, ConvOptions options) {
    return new Conv2d(options, x, weights).outputVariable();
  }

  @Override
  public SDVariable conv2d(SDVariable x, SDVariable weights, SDVariable bias, ConvOptions options) {
    return new Conv2d(options, x, weights, bias).outputVariable();
  }

  @Override
  public Normalized batchNorm(
      SDVariable x, SDVariable scale, SDVariable shift, double epsilon, Activation activation) {
    SDVariable[] y = new BatchNorm(epsilon, activation, x, scale, shift).outputVariables();
    return new Normalized(y[0], y[1], y[3]);
  }

  @Override
  public SDVariable frozenBatchNorm(
      SDVariable x,
      SDVariable scale,
      SDVariable shift,
      SDVariable mean,
      SDVariable variance,
      double epsilon,
      Activation activation) {
    SDVariable[] constants = {scale, shift, mean, variance};
    return Fusion.convNorm(x, constants, epsilon, activation)
        .orElseGet(
            () ->
                new FrozenBatchNorm(epsilon, activation, x, scale, shift, mean, variance)
                    .outputVariables()[0]);
  }

  @Override
  public SDVariable addRelu(SDVariable a, SDVariable b) {
    return Fusion.addRelu(a, b).orElseGet(() -> new AddRelu(a, b).outputVariable());
  }

  @Override
  public SDVariable inPrecision(SDVariable x, Precision precision) {
    boolean bfloat16 = precision == Precision.BFLOAT16 && Platform.multipliesBf16();
    return x.dataType() == RoundedMap.type(bfloat16)
        ? x
        : new RoundedMap(bfloat16, x).outputVariable();
  }

  @Override
  public SDVariable maxPool(SDVariable x, int kernel, int stride, int padding) {
    return new MaxPool(kernel, stride, padding, x).outputVariables()[0];
  }

  @Override
  public SDVariable globalAveragePool(SDVariable x) {
    return new SumPixels(x, true).outputVariable();
  }

  @Override
  public SDVariable spreadLike(SDVariable x, SDVariable reference) {
    return new SpreadPixel(x, reference, false).outputVariable();
  }

  @Override
  public SDVariable dropout(SDVariable x, double rate, SDVariable seed) {
    return new Dropout(rate, x, seed).outputVariable();
  }

  @Override
  public SDVariable resizeLike(SDVariable x, SDVariable reference) {
    return new ResizeLike(x, reference).outputVariable();
  }

  @Override
  public SDVariable channelsFirst(SDVariable x) {
    return new ChannelOrder(true, x).outputVariable();
  }

  @Override
  public SDVariable channelsLast(SDVariable x) {
    return new ChannelOrder(false, x).outputVariable();
  }

  @Override
  public SDVariable sigmoid(SDVariable x) {
    return new Sigmoid(x).outputVariable();
  }

  @Override
  public Scores decomposedLogits(SDVariable features, SDVariable weights, SignRule rule) {
    // Of features without a sign both rules are one, and nobody need look for negative ones.
    SignRule simplest = Fusion.neverNegative(features) ? SignRule.WEIGHT : rule;
    SDVariable[] scores = new DecomposedLogits(simplest, features, weights).outputVariables();
    return new Scores(scores[0], scores[1]);
  }

  @Override
  public SDVariable crossEntropyAgainstNothing(SDVariable logits) {
    return BinaryCrossEntropy.againstNothing(Fusion.resized(logits));
  }

  @Override
  public SDVariable crossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, int first, double posWeight) {
    return BinaryCrossEntropy.againstLabels(Fusion.resized(logits), labels, first, posWeight);
  }

  @Override
  public SDVariable crossEntropyAgainstProbabilities(SDVariable logits, SDVariable probabilities) {
    return BinaryCrossEntropy.againstProbabilities(Fusion.resized(logits), probabilities);
  }

  @Override
  public SDVariable softmaxCrossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, int merged) {
    return SoftmaxCrossEntropy.againstLabels(
        Fusion.resized(logits), labels, merged, Optional.empty());
  }

  @Override
  public SDVariable softmaxCrossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, SDVariable imageWeights) {
    return SoftmaxCrossEntropy.againstLabels(
        Fusion.resized(logits), labels, 1, Optional.of(imageWeights));
  }

  @Override
  public SDVariable softmaxCrossEntropyAgainstLogits(
      SDVariable logits, SDVariable others, boolean joined) {
    return SoftmaxCrossEntropy.againstLogits(
        Fusion.resized(logits), Fusion.resized(others), joined, Optional.empty());
  }

  @Override
  public SDVariable softmaxCrossEntropyAgainstLogits(
      SDVariable logits, SDVariable others, SDVariable labels) {
    return SoftmaxCrossEntropy.againstLogits(
        Fusion.resized(logits), Fusion.resized(others), false, Optional.of(labels));
  }

  @Override
  public SDVariable localPod(SDVariable a, SDVariable b, List<Integer> scales, boolean squares) {
    return new LocalPod(a, b, scales, squares).outputVariables()[0];
  }

  @Override
  public SDVariable pooledCubes(
      SDVariable a, SDVariable b, List<Integer> windows, boolean overChannels) {
    return new PooledCubes(a, b, windows, overChannels).outputVariables()[0];
  }
}
