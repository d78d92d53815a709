// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/**
 * The ops a segmentation network and its losses are made of. Maps are channels-last, {@code float
 * [N, H, W, C]}, except where {@code [N, C, H, W]} is said.
 */
public final class Ops {
  private Ops() {}

  /** What {@link #batchNorm} gives: the map, and the batch's statistics, {@code float [C]}. */
  public record Normalized(SDVariable output, SDVariable mean, SDVariable unbiasedVariance) {}

  /** A logit taken apart: {@code z = positive + negative + bias}, each {@code float [..., C]}. */
  public record Scores(SDVariable positive, SDVariable negative) {}

  /**
   * Convolution of x {@code [N, H, W, C]} with weights {@code [O, C / groups, kH, kW]}: {@code [N,
   * H', W', O]}.
   */
  public static SDVariable conv2d(SDVariable x, SDVariable weights, ConvOptions options) {
    return new Conv2d(options, x, weights).outputVariable();
  }

  /** {@link #conv2d(SDVariable, SDVariable, ConvOptions)} plus a bias {@code [O]}. */
  public static SDVariable conv2d(
      SDVariable x, SDVariable weights, SDVariable bias, ConvOptions options) {
    return new Conv2d(options, x, weights, bias).outputVariable();
  }

  /** Batch normalisation with the batch's own statistics; scale and shift are {@code [C]}. */
  public static Normalized batchNorm(
      SDVariable x, SDVariable scale, SDVariable shift, double epsilon, Activation activation) {
    SDVariable[] y = new BatchNorm(epsilon, activation, x, scale, shift).outputVariables();
    return new Normalized(y[0], y[1], y[3]);
  }

  /** Batch normalisation with given statistics, all {@code [C]}. */
  public static SDVariable frozenBatchNorm(
      SDVariable x,
      SDVariable scale,
      SDVariable shift,
      SDVariable mean,
      SDVariable variance,
      double epsilon,
      Activation activation) {
    return new FrozenBatchNorm(epsilon, activation, x, scale, shift, mean, variance)
        .outputVariables()[0];
  }

  /** {@code max(a + b, 0)} for two maps of one shape. */
  public static SDVariable addRelu(SDVariable a, SDVariable b) {
    return new AddRelu(a, b).outputVariable();
  }

  /** Max pooling with square windows; padding never wins. */
  public static SDVariable maxPool(SDVariable x, int kernel, int stride, int padding) {
    return new MaxPool(kernel, stride, padding, x).outputVariables()[0];
  }

  /** Mean over all pixels: {@code [N, 1, 1, C]}. */
  public static SDVariable globalAveragePool(SDVariable x) {
    return x.mean(true, 1, 2);
  }

  /**
   * A map of one pixel, {@code [N, 1, 1, C]}, spread over the pixels of {@code reference} {@code
   * [N, H, W, *]}.
   */
  public static SDVariable spreadLike(SDVariable x, SDVariable reference) {
    SDVariable ground = x.getSameDiff().zerosLike(reference.mean(true, 3));
    return x.add(ground);
  }

  /** Channels of several maps behind each other. */
  public static SDVariable concatChannels(SDVariable... maps) {
    return maps.length == 1 ? maps[0] : maps[0].getSameDiff().concat(3, maps);
  }

  /**
   * Dropout: each element is 0 with probability {@code rate}, else divided by {@code 1 - rate}.
   *
   * @param seed LONG scalar; the same seed drops the same elements
   */
  public static SDVariable dropout(SDVariable x, double rate, SDVariable seed) {
    return new Dropout(rate, x, seed).outputVariable();
  }

  /**
   * Bilinear resize of {@code [N, C, h, w]} to the size of {@code reference} {@code [*, *, H, W]};
   * align_corners is false.
   */
  public static SDVariable resizeLike(SDVariable x, SDVariable reference) {
    return new ResizeLike(x, reference).outputVariable();
  }

  /** {@code [N, H, W, C]} as {@code [N, C, H, W]}. */
  public static SDVariable channelsFirst(SDVariable x) {
    return x.permute(0, 3, 1, 2);
  }

  /** {@code [N, C, H, W]} as {@code [N, H, W, C]}. */
  public static SDVariable channelsLast(SDVariable x) {
    return x.permute(0, 2, 3, 1);
  }

  /** x itself, through which no gradient flows. */
  public static SDVariable stopGradient(SDVariable x) {
    return new StopGradient(x.getSameDiff(), x).outputVariable();
  }

  /** {@code 1 / (1 + exp(-x))} element by element. */
  public static SDVariable sigmoid(SDVariable x) {
    return new Sigmoid(x).outputVariable();
  }

  /**
   * Positive and negative reasoning scores of the logits {@code features . weights} (DKD, equation
   * 6).
   *
   * @param features float {@code [..., D]}
   * @param weights float {@code [C, D]}
   */
  public static Scores decomposedLogits(SDVariable features, SDVariable weights, SignRule rule) {
    SDVariable[] scores = new DecomposedLogits(rule, features, weights).outputVariables();
    return new Scores(scores[0], scores[1]);
  }

  /**
   * Binary cross-entropy of logits {@code [N, C, H, W]} against "no" everywhere: mean per class,
   * summed over classes.
   */
  public static SDVariable crossEntropyAgainstNothing(SDVariable logits) {
    return BinaryCrossEntropy.againstNothing(logits);
  }

  /**
   * Binary cross-entropy of logits {@code [N, C, H, W]} against labels: mean per class, summed over
   * classes.
   *
   * @param labels INT32 {@code [N, H, W]}; a pixel is positive for class c where the label is
   *     {@code first + c}, else negative
   * @param posWeight weight of positive pixels
   */
  public static SDVariable crossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, int first, double posWeight) {
    return BinaryCrossEntropy.againstLabels(logits, labels, first, posWeight);
  }

  /**
   * Binary cross-entropy of logits against probabilities, both {@code [N, C, H, W]}: mean per
   * class, summed over classes.
   */
  public static SDVariable crossEntropyAgainstProbabilities(
      SDVariable logits, SDVariable probabilities) {
    return BinaryCrossEntropy.againstProbabilities(logits, probabilities);
  }
}
