// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import org.nd4j.autodiff.samediff.SDVariable;

/** Ops made of those that ND4J brings for every backend. */
final class PortableOps implements Ops {
  static final PortableOps INSTANCE = new PortableOps();

  private PortableOps() {}

  @Override
  public SDVariable conv2d(SDVariable x, SDVariable weights, ConvOptions options) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public SDVariable conv2d(SDVariable x, SDVariable weights, SDVariable bias, ConvOptions options) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public Normalized batchNorm(
      SDVariable x, SDVariable scale, SDVariable shift, double epsilon, Activation activation) {
    throw new UnsupportedOperationException("not yet");
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
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public SDVariable addRelu(SDVariable a, SDVariable b) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public SDVariable maxPool(SDVariable x, int kernel, int stride, int padding) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public SDVariable dropout(SDVariable x, double rate, SDVariable seed) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public SDVariable resizeLike(SDVariable x, SDVariable reference) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public SDVariable sigmoid(SDVariable x) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public Scores decomposedLogits(SDVariable features, SDVariable weights, SignRule rule) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public SDVariable crossEntropyAgainstNothing(SDVariable logits) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public SDVariable crossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, int first, double posWeight) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public SDVariable crossEntropyAgainstProbabilities(SDVariable logits, SDVariable probabilities) {
    throw new UnsupportedOperationException("not yet");
  }
}
