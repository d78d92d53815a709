// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.portable;

import java.util.List;
import org.ciss4j.graph.cpu.FastOps;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.op.Portable;
import org.ciss4j.graph.op.PortableDistances;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.PoolOptions;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.MaxPooling2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/**
 * The ops of {@link FastOps}, made of those that ND4J brings for every backend and that are right
 * under differentiation. Shapes are read when the graph runs, so that batches and images may have
 * any size; only the weights of dilated and grouped convolutions must have a shape when the graph
 * is built.
 */
public final class PortableOps implements Ops {
  /** These ops, which have no state. */
  public static final PortableOps INSTANCE = new PortableOps();

  private PortableOps() {}

  @Override
  public SDVariable conv2d(SDVariable x, SDVariable weights, ConvOptions options) {
    return PortableConvolution.of(x, weights, options);
  }

  @Override
  public SDVariable conv2d(SDVariable x, SDVariable weights, SDVariable bias, ConvOptions options) {
    return conv2d(x, weights, options).add(bias);
  }

  @Override
  public Normalized batchNorm(
      SDVariable x, SDVariable scale, SDVariable shift, double epsilon, Activation activation) {
    SDVariable mean = x.mean(0, 1, 2);
    SDVariable centered = x.sub(mean);
    SDVariable variance = centered.mul(centered).mean(0, 1, 2);
    SDVariable count = Portable.length(x).div(Portable.length(mean));
    SDVariable unbiased = variance.mul(count.div(count.sub(1)));
    SDVariable y = centered.mul(scale.div(deviation(variance, epsilon))).add(shift);
    return new Normalized(activate(y, activation), mean, unbiased);
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
    SDVariable factor = scale.div(deviation(stopGradient(variance), epsilon));
    SDVariable y = x.mul(factor).add(shift.sub(stopGradient(mean).mul(factor)));
    return activate(y, activation);
  }

  private static SDVariable deviation(SDVariable variance, double epsilon) {
    return variance.getSameDiff().math().sqrt(variance.add(epsilon));
  }

  @Override
  public SDVariable addRelu(SDVariable a, SDVariable b) {
    return activate(a.add(b), Activation.RELU);
  }

  @Override
  public SDVariable maxPool(SDVariable x, int kernel, int stride, int padding) {
    PoolOptions.check(kernel, stride, padding);
    Pooling2DConfig config =
        Pooling2DConfig.builder()
            .kH(kernel)
            .kW(kernel)
            .sH(stride)
            .sW(stride)
            .pH(padding)
            .pW(padding)
            .paddingMode(PaddingMode.VALID)
            .isNHWC(true)
            .build();
    return new MaxPooling2D(x.getSameDiff(), x, config).outputVariable();
  }

  @Override
  public SDVariable dropout(SDVariable x, double rate, SDVariable seed) {
    return PortableDropout.of(x, rate, seed);
  }

  @Override
  public SDVariable resizeLike(SDVariable x, SDVariable reference) {
    return PortableResize.of(x, reference);
  }

  @Override
  public SDVariable sigmoid(SDVariable x) {
    return x.getSameDiff().nn().sigmoid(x);
  }

  @Override
  public Scores decomposedLogits(SDVariable features, SDVariable weights, SignRule rule) {
    return PortableScores.of(features, weights, rule);
  }

  @Override
  public SDVariable crossEntropyAgainstNothing(SDVariable logits) {
    return PortableCrossEntropy.againstNothing(logits);
  }

  @Override
  public SDVariable crossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, int first, double posWeight) {
    return PortableCrossEntropy.againstLabels(logits, labels, first, posWeight);
  }

  @Override
  public SDVariable crossEntropyAgainstProbabilities(SDVariable logits, SDVariable probabilities) {
    return PortableCrossEntropy.againstProbabilities(logits, probabilities);
  }

  @Override
  public SDVariable softmaxCrossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, int merged) {
    return PortableSoftmax.againstLabels(logits, labels, merged);
  }

  @Override
  public SDVariable softmaxCrossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, SDVariable imageWeights) {
    return PortableSoftmax.againstLabels(logits, labels, imageWeights);
  }

  @Override
  public SDVariable softmaxCrossEntropyAgainstLogits(
      SDVariable logits, SDVariable others, boolean joined) {
    return PortableSoftmax.againstLogits(logits, others, joined);
  }

  @Override
  public SDVariable softmaxCrossEntropyAgainstLogits(
      SDVariable logits, SDVariable others, SDVariable labels) {
    return PortableSoftmax.againstLogits(logits, others, labels);
  }

  @Override
  public SDVariable localPod(SDVariable a, SDVariable b, List<Integer> scales, boolean squares) {
    return PortableDistances.localPod(a, b, scales, squares);
  }

  @Override
  public SDVariable pooledCubes(
      SDVariable a, SDVariable b, List<Integer> windows, boolean overChannels) {
    return PortableDistances.pooledCubes(a, b, windows, overChannels);
  }
}
