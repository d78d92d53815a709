// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Atrous spatial pyramid pooling of DeepLabV3 (Chen et al. 2017) as DKD's official code has it: a
 * 1x1 convolution, three dilated 3x3 ones and the pooled image, joined by a 1x1 projection,
 * dropout, and a last 3x3 convolution that the paper does not mention. Each convolution is followed
 * by normalisation and ReLU, so features are never negative.
 *
 * @param inputs channels of the backbone
 * @param width channels of each branch and of the features
 * @param rates dilation of the three 3x3 branches
 * @param lastConvolution whether there is that last convolution; without it, as in torchvision's
 *     DeepLabV3, what classifiers see ends with the dropout
 */
record Aspp(int inputs, int width, List<Integer> rates, boolean lastConvolution) {
  private static final String POOLED = "convs.4";

  /** Name of the normalisation behind the pooled image, which has one value per image. */
  static final String POOLED_NORM = Part.ASPP.prefix() + POOLED + ".2";

  /** Rates 6, 12, 18 at output stride 16, twice that at 8 and half of it at 32. */
  static Aspp of(Network network, HeadLayout.Kind heads) {
    Backbone backbone = network.backbone();
    int unit = 6 * 16 / backbone.outputStride();
    return new Aspp(
        backbone.outputChannels(),
        network.width(),
        List.of(unit, 2 * unit, 3 * unit),
        heads == HeadLayout.Kind.LINEAR);
  }

  /** From the backbone's map {@code [N, h, w, inputs]} to features {@code [N, h, w, width]}. */
  SDVariable build(Layers layers, SDVariable x) {
    SDVariable[] branches = new SDVariable[rates.size() + 2];
    // RCIL has two of all four, of this one too.
    branches[0] = branched(layers, x, "convs.0", inputs, 1, ConvOptions.PLAIN);
    for (int i = 0; i < rates.size(); i++) {
      ConvOptions options = ConvOptions.same(3, rates.get(i));
      branches[i + 1] = branched(layers, x, "convs." + (i + 1), inputs, 3, options);
    }
    for (int i = 0; i < Endpoint.BRANCHES.size(); i++) {
      layers.keep(Endpoint.BRANCHES.get(i), branches[i]);
    }
    SDVariable pooled = layers.ops().globalAveragePool(x);
    // Number 1: in the official code the pooling itself is number 0 of this branch.
    pooled = convNorm(layers, pooled, POOLED, 1, inputs);
    branches[rates.size() + 1] = layers.ops().spreadLike(pooled, branches[0]);
    SDVariable joined = layers.ops().concatChannels(branches);
    SDVariable projected = convNorm(layers, joined, "project", 0, branches.length * width);
    SDVariable dropped = layers.dropout(projected);
    return lastConvolution
        ? branched(layers, dropped, "last_conv", width, 3, ConvOptions.same(3, 1))
        : dropped;
  }

  private SDVariable branched(
      Layers layers, SDVariable x, String name, int channels, int kernel, ConvOptions options) {
    return layers.branched(x, unit(name, 0, channels, kernel, options), Activation.RELU);
  }

  private SDVariable convNorm(Layers layers, SDVariable x, String name, int number, int channels) {
    return layers.convNorm(x, unit(name, number, channels, 1, ConvOptions.PLAIN), Activation.RELU);
  }

  private ConvUnit unit(String name, int number, int channels, int kernel, ConvOptions options) {
    return new ConvUnit(
        Part.ASPP,
        name + "." + number,
        name + "." + (number + 1),
        channels,
        width,
        kernel,
        options);
  }
}
