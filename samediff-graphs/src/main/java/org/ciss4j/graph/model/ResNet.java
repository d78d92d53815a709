// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.ArrayList;
import java.util.List;
import org.ciss4j.graph.op.Activation;
import org.ciss4j.graph.op.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A residual network (He et al. 2016) whose last stages are dilated instead of strided. Parameter
 * names equal torchvision's.
 *
 * <p>Where a stage is dilated, bottleneck networks keep the dilation of the stage before in their
 * first block, as torchvision's {@code replace_stride_with_dilation} does; networks of basic
 * blocks, which torchvision cannot dilate, use the stage's dilation throughout.
 *
 * @param name short name, {@code resnet18}
 * @param bottleneck whether blocks are 1x1-3x3-1x1 with four times the width at their output,
 *     instead of two 3x3 convolutions
 * @param blocks number of blocks of the four stages
 * @param width channels of the stem and of the first stage's convolutions; each further stage has
 *     twice as many
 * @param outputStride 16 (the last stage dilated) or 8 (the last two)
 */
public record ResNet(
    String name, boolean bottleneck, List<Integer> blocks, int width, int outputStride)
    implements Backbone {

  /** The official code's momentum for the backbone's statistics. */
  private static final double MOMENTUM = 0.01;

  private static final String PREFIX = "backbone.";

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if there are not four stages or the output stride is neither
   *     16 nor 8
   */
  public ResNet {
    blocks = List.copyOf(blocks);
    if (blocks.size() != 4 || (outputStride != 16 && outputStride != 8) || width < 1) {
      throw new IllegalArgumentException(
          "expected four stages, a positive width and output stride 16 or 8, got "
              + blocks
              + ", "
              + width
              + " and "
              + outputStride);
    }
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

  /** ResNet-101 with output stride 16: the paper's backbone. */
  public static ResNet resNet101() {
    return new ResNet("resnet101", true, List.of(3, 4, 23, 3), 64, 16);
  }

  @Override
  public int outputChannels() {
    return outputsOf(3);
  }

  @Override
  public List<SDVariable> build(Layers layers, SDVariable image) {
    SDVariable x =
        layers.conv(
            image, PREFIX + "conv1", 3, width, 7, new ConvOptions(2, 3, 1), Layers.Fan.OUTPUTS);
    x = layers.norm(x, PREFIX + "bn1", width, MOMENTUM, Activation.RELU);
    x = layers.ops().maxPool(x, 3, 2, 1);
    List<SDVariable> stages = new ArrayList<>();
    int inputs = width;
    int dilation = 1;
    for (int stage = 0; stage < 4; stage++) {
      int stride = stage == 0 ? 1 : 2;
      int firstDilation = dilation;
      if (stride == 2 && strideBefore(stage) >= outputStride) {
        dilation *= 2;
        stride = 1;
      }
      x = stage(layers, x, stage, inputs, stride, bottleneck ? firstDilation : dilation, dilation);
      inputs = outputsOf(stage);
      stages.add(x);
    }
    return List.copyOf(stages);
  }

  /** Stride of the map that enters a stage, if nothing is dilated. */
  private static int strideBefore(int stage) {
    return stage == 0 ? 4 : 4 << (stage - 1);
  }

  private int outputsOf(int stage) {
    return (width << stage) * (bottleneck ? 4 : 1);
  }

  private SDVariable stage(
      Layers layers,
      SDVariable input,
      int stage,
      int inputs,
      int stride,
      int firstDilation,
      int dilation) {
    String prefix = PREFIX + "layer" + (stage + 1) + ".";
    SDVariable x = block(layers, input, prefix + "0.", stage, inputs, stride, firstDilation);
    for (int i = 1; i < blocks.get(stage); i++) {
      x = block(layers, x, prefix + i + ".", stage, outputsOf(stage), 1, dilation);
    }
    return x;
  }

  private SDVariable block(
      Layers layers, SDVariable x, String prefix, int stage, int inputs, int stride, int dilation) {
    SDVariable residual =
        bottleneck
            ? bottleneckResidual(layers, x, prefix, stage, inputs, stride, dilation)
            : basicResidual(layers, x, prefix, stage, inputs, stride, dilation);
    int outputs = outputsOf(stage);
    SDVariable shortcut = x;
    if (stride != 1 || inputs != outputs) {
      ConvOptions options = new ConvOptions(stride, 0, 1);
      shortcut =
          layers.conv(x, prefix + "downsample.0", inputs, outputs, 1, options, Layers.Fan.OUTPUTS);
      shortcut = layers.norm(shortcut, prefix + "downsample.1", outputs, MOMENTUM, Activation.NONE);
    }
    return layers.ops().addRelu(residual, shortcut);
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
        layers, y, prefix, 3, channels, outputsOf(stage), 1, ConvOptions.PLAIN, Activation.NONE);
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
    SDVariable y =
        layers.conv(
            x, prefix + "conv" + number, inputs, outputs, kernel, options, Layers.Fan.OUTPUTS);
    return layers.norm(y, prefix + "bn" + number, outputs, MOMENTUM, activation);
  }
}
