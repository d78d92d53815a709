// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.List;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ChannelMask;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.Precision;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The ops a segmentation network and its losses are made of. Maps are channels-last, {@code float
 * [N, H, W, C]}, except where {@code [N, C, H, W]} is said.
 *
 * <p>There are several implementations of one meaning, one per {@code Backend}. Whoever builds a
 * graph chooses one and uses it for the whole graph.
 */
public interface Ops {

  /** What {@link #batchNorm} gives: the map, and the batch's statistics, {@code float [C]}. */
  record Normalized(SDVariable output, SDVariable mean, SDVariable unbiasedVariance) {}

  /** A logit taken apart: {@code z = positive + negative + bias}, each {@code float [..., C]}. */
  record Scores(SDVariable positive, SDVariable negative) {}

  /** The label of pixels that are left out of every loss. */
  int VOID = 255;

  /**
   * Convolution of x {@code [N, H, W, C]} with weights {@code [O, C / groups, kH, kW]}: {@code [N,
   * H', W', O]}.
   */
  SDVariable conv2d(SDVariable x, SDVariable weights, ConvOptions options);

  /** {@link #conv2d(SDVariable, SDVariable, ConvOptions)} plus a bias {@code [O]}. */
  SDVariable conv2d(SDVariable x, SDVariable weights, SDVariable bias, ConvOptions options);

  /** Batch normalisation with the batch's own statistics; scale and shift are {@code [C]}. */
  Normalized batchNorm(
      SDVariable x, SDVariable scale, SDVariable shift, double epsilon, Activation activation);

  /** Batch normalisation with given statistics, all {@code [C]}. */
  SDVariable frozenBatchNorm(
      SDVariable x,
      SDVariable scale,
      SDVariable shift,
      SDVariable mean,
      SDVariable variance,
      double epsilon,
      Activation activation);

  /** What follows a normalisation, by itself. */
  default SDVariable activate(SDVariable x, Activation activation) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> x.getSameDiff().nn().relu(x, 0);
      case RELU6 -> x.getSameDiff().nn().relu6(x, 0);
    };
  }

  /** {@code max(a + b, 0)} for two maps of one shape. */
  SDVariable addRelu(SDVariable a, SDVariable b);

  /**
   * A map as numbers of a precision; ops of ours give maps in that of their first input. Where a
   * machine or a backend has floats alone, and where it is so already, x itself.
   */
  default SDVariable inPrecision(SDVariable x, Precision precision) {
    return x;
  }

  /** Max pooling with square windows; padding never wins. */
  SDVariable maxPool(SDVariable x, int kernel, int stride, int padding);

  /** Mean over all pixels: {@code [N, 1, 1, C]}. */
  default SDVariable globalAveragePool(SDVariable x) {
    return x.mean(true, 1, 2);
  }

  /**
   * A map of one pixel, {@code [N, 1, 1, C]}, spread over the pixels of {@code reference} {@code
   * [N, H, W, *]}.
   */
  default SDVariable spreadLike(SDVariable x, SDVariable reference) {
    SDVariable ground = x.getSameDiff().zerosLike(reference.mean(true, 3));
    return x.add(ground);
  }

  /** Channels of several maps behind each other. */
  default SDVariable concatChannels(SDVariable... maps) {
    return maps.length == 1 ? maps[0] : maps[0].getSameDiff().concat(3, maps);
  }

  /**
   * Dropout: each element is 0 with probability {@code rate}, else divided by {@code 1 - rate}.
   *
   * @param seed LONG scalar; the same seed drops the same elements
   */
  SDVariable dropout(SDVariable x, double rate, SDVariable seed);

  /**
   * Bilinear resize of {@code [N, C, h, w]} to the size of {@code reference} {@code [*, *, H, W]};
   * align_corners is false.
   */
  SDVariable resizeLike(SDVariable x, SDVariable reference);

  /** {@code [N, H, W, C]} as {@code [N, C, H, W]}. */
  default SDVariable channelsFirst(SDVariable x) {
    return x.permute(0, 3, 1, 2);
  }

  /** {@code [N, C, H, W]} as {@code [N, H, W, C]}. */
  default SDVariable channelsLast(SDVariable x) {
    return x.permute(0, 2, 3, 1);
  }

  /** x itself, through which no gradient flows. */
  default SDVariable stopGradient(SDVariable x) {
    return Portable.stopGradient(x);
  }

  /** {@code 1 / (1 + exp(-x))} element by element. */
  SDVariable sigmoid(SDVariable x);

  /**
   * Positive and negative reasoning scores of the logits {@code features . weights} (DKD, equation
   * 6).
   *
   * @param features float {@code [..., D]}
   * @param weights float {@code [C, D]}
   */
  Scores decomposedLogits(SDVariable features, SDVariable weights, SignRule rule);

  /**
   * Binary cross-entropy of logits {@code [N, C, H, W]} against "no" everywhere: mean per class,
   * summed over classes.
   */
  SDVariable crossEntropyAgainstNothing(SDVariable logits);

  /**
   * Binary cross-entropy of logits {@code [N, C, H, W]} against labels: mean per class, summed over
   * classes.
   *
   * @param labels INT32 {@code [N, H, W]}; a pixel is positive for class c where the label is
   *     {@code first + c}, left out of sum and mean where it is 255, else negative
   * @param posWeight weight of positive pixels
   */
  SDVariable crossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, int first, double posWeight);

  /**
   * Binary cross-entropy of logits against probabilities, both {@code [N, C, H, W]}: mean per
   * class, summed over classes.
   */
  SDVariable crossEntropyAgainstProbabilities(SDVariable logits, SDVariable probabilities);

  /**
   * Cross-entropy of the softmax of logits {@code [N, K, H, W]} against labels: mean over pixels.
   *
   * @param labels INT32 {@code [N, H, W]}: numbers of outputs; 255 is left out of sum and mean
   * @param merged how many outputs from 0 on count as one, whose probability is the sum of theirs
   *     and which all labels below mean; 1 for each output by itself
   */
  SDVariable softmaxCrossEntropyAgainstLabels(SDVariable logits, SDVariable labels, int merged);

  /**
   * {@link #softmaxCrossEntropyAgainstLabels(SDVariable, SDVariable, int)} with each output by
   * itself, the loss of each image times a factor, and the mean over all pixels: those left out
   * count as 0.
   *
   * @param imageWeights float {@code [N]}
   */
  SDVariable softmaxCrossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, SDVariable imageWeights);

  /**
   * Cross-entropy of the softmax of logits {@code [N, K, H, W]} against that of others {@code [N,
   * O, H, W]}, O at most K: {@code -sum_(c < O) q_c log(p_c)}, mean over pixels. No gradient
   * reaches the others.
   *
   * @param joined whether outputs that the others do not have count as one with output 0
   */
  SDVariable softmaxCrossEntropyAgainstLogits(SDVariable logits, SDVariable others, boolean joined);

  /**
   * {@link #softmaxCrossEntropyAgainstLogits(SDVariable, SDVariable, boolean)} without joining, as
   * mean over the pixels whose label is an output that the others have; 0 if there are none.
   *
   * @param labels INT32 {@code [N, H, W]}
   */
  SDVariable softmaxCrossEntropyAgainstLogits(
      SDVariable logits, SDVariable others, SDVariable labels);

  /**
   * Local POD of two maps {@code [N, H, W, C]}, the distance of their pooled squares: see {@code
   * LocalPod}. No gradient reaches b.
   *
   * @param scales numbers of regions along each side
   * @param squares whether regions are squares by the width of a map, as in the official code
   */
  SDVariable localPod(SDVariable a, SDVariable b, List<Integer> scales, boolean squares);

  /**
   * Pooled cubes of two maps {@code [N, H, W, C]}, the distance of means of neighbouring squares:
   * see {@code PooledCubes}. No gradient reaches b.
   *
   * @param windows their sizes
   * @param overChannels whether neighbours are channels; else they are pixels
   */
  SDVariable pooledCubes(SDVariable a, SDVariable b, List<Integer> windows, boolean overChannels);

  /**
   * {@code x y} of matrices {@code [M, K]} and {@code [K, L]}, which may have one row or column
   * only.
   */
  default SDVariable product(SDVariable x, SDVariable y) {
    return Portable.product(x, y);
  }

  /** Which places {@code float [N, h, w, 1]} and channels {@code float [N, 1, 1, C]} are left. */
  record Masks(SDVariable places, SDVariable channels) {}

  /**
   * Masks of what the background does not reach in a teacher's map {@code float [N, h, w, C]}
   * (LSKD); see {@link BackgroundMask}. There is one form of it, on the CPU's memory. Constants for
   * the gradient.
   *
   * @param withoutOld the map of the image whose pixels of background and old classes are 0
   * @param withoutNew the map of the image whose pixels of new classes are 0
   * @param label INT32 {@code [N, H, W]}, 255 void
   * @param oldOutputs how many labels, from 0 on, are background or old
   */
  default Masks backgroundMask(
      SDVariable map,
      SDVariable withoutOld,
      SDVariable withoutNew,
      SDVariable label,
      int oldOutputs,
      ChannelMask channels) {
    SDVariable[] masks =
        new BackgroundMask(map, withoutOld, withoutNew, label, oldOutputs, channels)
            .outputVariables();
    return new Masks(stopGradient(masks[0]), stopGradient(masks[1]));
  }

  /**
   * Labels {@code INT32 [N, H, W]} on the grid of a map {@code [N, h, w, C]}: INT32 {@code [N, h,
   * w]}, see {@link NearestLabels}. There is one form of it, on the CPU's memory.
   */
  default SDVariable nearestLabels(SDVariable label, SDVariable map) {
    return new NearestLabels(label, map).outputVariable();
  }

  /**
   * The same of what logits {@code [N, O, h', w']} say, upsampled to the size of the labels: the
   * number of the largest.
   */
  default SDVariable nearestLabels(SDVariable label, SDVariable map, SDVariable logits) {
    return new NearestLabels(label, map, logits).outputVariable();
  }

  /**
   * What SDR's official code takes for the vectors {@code float [P, D]} of a map {@code float [N,
   * h, w, D]} at places with labels {@code INT32 [N, h, w]}, see {@link ScrambledVectors}. There is
   * one form of it, on the CPU's memory.
   *
   * @param classes K; labels of K and more stay in place
   */
  default SDVariable scrambledVectors(
      SDVariable map, SDVariable label, int classes, ScrambledVectors.Reading reading) {
    return new ScrambledVectors(map, label, classes, reading).outputVariable();
  }

  /** Mean of the squared differences of two arrays of one shape. No gradient reaches b. */
  default SDVariable meanSquaredDistance(SDVariable a, SDVariable b) {
    return PortableDistances.meanSquare(a, b);
  }

  /**
   * How differently the images of a batch resemble each other in two arrays {@code [B, ...]} (Tung
   * and Mori 2019): {@code 1/B^2 ||G_a - G_b||^2}, G being the products of all pairs of images with
   * each row of length 1. 0 for a batch of one image. No gradient reaches b.
   */
  default SDVariable similarityDistance(SDVariable a, SDVariable b) {
    return PortableDistances.similarity(a, b);
  }
}
