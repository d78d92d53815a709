// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A residual network (He et al. 2016) whose last stages are dilated instead of strided. Parameter
 * names equal torchvision's.
 *
 * <p>At output stride 16 the last stage is dilated by 2, at 8 the third by 2 and the last by 4. In
 * bottleneck networks the first block of such a stage keeps the dilation of the stage before, as
 * torchvision's {@code replace_stride_with_dilation} does; networks of basic blocks, which
 * torchvision cannot dilate, use the stage's dilation throughout.
 *
 * @param name short name, {@code resnet18}
 * @param bottleneck whether blocks are 1x1-3x3-1x1 with four times the width at their output,
 *     instead of two 3x3 convolutions
 * @param blocks number of blocks of the four stages
 * @param width channels of the stem and of the first stage's convolutions; each further stage has
 *     twice as many
 * @param outputStride pixels of the image per pixel of the last stage: 8, 16 or 32
 */
public record ResNet(
    String name, boolean bottleneck, List<Integer> blocks, int width, int outputStride)
    implements Backbone {

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if there are not four stages, the width is not positive, or
   *     the output stride is not 8, 16 or 32
   */
  public ResNet {
    blocks = List.copyOf(blocks);
    if (blocks.size() != 4 || width < 1) {
      throw new IllegalArgumentException(
          "expected four stages and a positive width, got " + blocks + " and " + width);
    }
    Atrous.requireOutputStride(outputStride);
  }

  /**
   * A network small enough to train in minutes on a laptop: one basic block a stage, 16 channels in
   * the stem.
   */
  public static ResNet tiny() {
    return new ResNet("tiny", false, List.of(1, 1, 1, 1), 16, 16);
  }

  /** ResNet-18 with output stride 16. */
  public static ResNet resNet18() {
    return new ResNet("resnet18", false, List.of(2, 2, 2, 2), 64, 16);
  }

  /** ResNet-34 with output stride 16. */
  public static ResNet resNet34() {
    return new ResNet("resnet34", false, List.of(3, 4, 6, 3), 64, 16);
  }

  /** ResNet-50 with output stride 16. */
  public static ResNet resNet50() {
    return new ResNet("resnet50", true, List.of(3, 4, 6, 3), 64, 16);
  }

  /** ResNet-101 with output stride 16: the paper's backbone. */
  public static ResNet resNet101() {
    return new ResNet("resnet101", true, List.of(3, 4, 23, 3), 64, 16);
  }

  @Override
  public int channels(int stage) {
    return (width << stage) * (bottleneck ? 4 : 1);
  }

  @Override
  public String firstWeights(int stage) {
    return Part.BACKBONE.prefix() + "layer" + (stage + 1) + ".0.conv1.weight";
  }

  @Override
  public ResNet withOutputStride(int stride) {
    return new ResNet(name, bottleneck, blocks, width, stride);
  }

  @Override
  public List<SDVariable> build(Layers layers, SDVariable image) {
    SDVariable x =
        layers.conv(
            layers.rounded(image), Part.BACKBONE, "conv1", 3, width, 7, new ConvOptions(2, 3, 1));
    x = layers.norm(x, Part.BACKBONE, "bn1", width, Activation.RELU);
    x = layers.ops().maxPool(x, 3, 2, 1);
    List<SDVariable> maps = new ArrayList<>();
    Atrous atrous = new Atrous(outputStride, 4);
    int inputs = width;
    for (int stage = 0; stage < 4; stage++) {
      x = stage(layers, x, stage, inputs, atrous.next(stage == 0 ? 1 : 2));
      inputs = channels(stage);
      maps.add(layers.floats(x));
    }
    return List.copyOf(maps);
  }

  @Override
  public boolean isOfFirstStage(String parameter) {
    return Stream.of("conv1.", "bn1.", "layer1.")
        .anyMatch(part -> parameter.startsWith(Part.BACKBONE.prefix() + part));
  }

  private SDVariable stage(
      Layers layers, SDVariable input, int stage, int inputs, Atrous.Stage geometry) {
    String prefix = "layer" + (stage + 1) + ".";
    int first = bottleneck ? geometry.firstDilation() : geometry.dilation();
    SDVariable x = block(layers, input, prefix, 0, stage, inputs, geometry.stride(), first);
    for (int i = 1; i < blocks.get(stage); i++) {
      x = block(layers, x, prefix, i, stage, channels(stage), 1, geometry.dilation());
    }
    return x;
  }

  private SDVariable block(
      Layers layers,
      SDVariable x,
      String ofStage,
      int number,
      int stage,
      int inputs,
      int stride,
      int dilation) {
    String prefix = ofStage + number + ".";
    SDVariable residual =
        bottleneck
            ? bottleneckResidual(layers, x, prefix, stage, inputs, stride, dilation)
            : basicResidual(layers, x, prefix, stage, inputs, stride, dilation);
    int outputs = channels(stage);
    SDVariable shortcut = x;
    if (stride != 1 || inputs != outputs) {
      ConvOptions options = new ConvOptions(stride, 0, 1);
      String name = prefix + "downsample.";
      shortcut = layers.conv(x, Part.BACKBONE, name + "0", inputs, outputs, 1, options);
      shortcut = layers.norm(shortcut, Part.BACKBONE, name + "1", outputs, Activation.NONE);
    }
    return number == blocks.get(stage) - 1
        ? layers.endOfStage(Endpoint.STAGES.get(stage), residual, shortcut)
        : layers.ops().addRelu(residual, shortcut);
  }

  private SDVariable basicResidual(
      Layers layers, SDVariable x, String prefix, int stage, int inputs, int stride, int dilation) {
    int channels = width << stage;
    ConvOptions first = new ConvOptions(stride, dilation, dilation);
    SDVariable y = convNorm(layers, x, prefix, 1, inputs, channels, 3, first, Activation.RELU);
    return convNorm(
        layers,
        y,
        prefix,
        2,
        channels,
        channels,
        3,
        ConvOptions.same(3, dilation),
        Activation.NONE);
  }

  private SDVariable bottleneckResidual(
      Layers layers, SDVariable x, String prefix, int stage, int inputs, int stride, int dilation) {
    int channels = width << stage;
    ConvOptions middle = new ConvOptions(stride, dilation, dilation);
    SDVariable y =
        convNorm(layers, x, prefix, 1, inputs, channels, 1, ConvOptions.PLAIN, Activation.RELU);
    y = convNorm(layers, y, prefix, 2, channels, channels, 3, middle, Activation.RELU);
    return convNorm(
        layers, y, prefix, 3, channels, channels(stage), 1, ConvOptions.PLAIN, Activation.NONE);
  }

  private static SDVariable convNorm(
      Layers layers,
      SDVariable x,
      String prefix,
      int number,
      int inputs,
      int outputs,
      int kernel,
      ConvOptions options,
      Activation activation) {
    ConvUnit unit =
        new ConvUnit(
            Part.BACKBONE,
            prefix + "conv" + number,
            prefix + "bn" + number,
            inputs,
            outputs,
            kernel,
            options);
    return kernel == 3
        ? layers.branched(x, unit, activation)
        : layers.convNorm(x, unit, activation);
  }
}
