// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * MobileNetV2 of width 1.0 (Sandler et al. 2018) up to its last 1x1 convolution. Parameter names
 * equal torchvision's.
 *
 * <p>At output stride 16, block 14 ({@code features.14}) has stride 1 instead of 2 and blocks 15 to
 * 17 have dilation 2. At 8, block 7 has stride 1 as well, blocks 8 to 14 dilation 2 and blocks 15
 * to 17 dilation 4. The four stages end with blocks 3, 6 and 13 (24, 32 and 96 channels at strides
 * 4, 8 and 16, where these are reached) and with the last convolution (1280 channels, not negative
 * and at most 6).
 *
 * @param outputStride pixels of the image per pixel of the last stage: 8, 16 or 32
 */
public record MobileNetV2(int outputStride) implements Backbone {
  private static final String PREFIX = "features.";
  private static final int STEM = 32;
  private static final int OUTPUTS = 1280;

  /** Stages of inverted residual blocks (table 2 of the paper). */
  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  /** Which of these end the first three stages. */
  private static final List<Integer> LAST_OF_STAGE = List.of(1, 2, 4);

  /**
   * Blocks of one width.
   *
   * @param expansion channels inside a block per channel of its input
   * @param stride of the first block
   */
  private record Stage(int expansion, int channels, int blocks, int stride) {}

  /**
   * One inverted residual block.
   *
   * @param prefix of its parameters' names
   */
  private record Block(
      String prefix, int inputs, int expansion, int outputs, int stride, int dilation) {}

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if the output stride is not 8, 16 or 32
   */
  public MobileNetV2 {
    Atrous.requireOutputStride(outputStride);
  }

  @Override
  public String name() {
    return "mobilenetv2";
  }

  @Override
  public int channels(int stage) {
    return stage == 3 ? OUTPUTS : STAGES.get(LAST_OF_STAGE.get(stage)).channels();
  }

  /** Stages are numbered by the block that ends them, so that they begin with the next one. */
  @Override
  public String firstWeights(int stage) {
    int before = stage == 0 ? 0 : LAST_OF_STAGE.get(stage - 1) + 1;
    int block = 1 + STAGES.subList(0, before).stream().mapToInt(Stage::blocks).sum();
    return Part.BACKBONE.prefix() + PREFIX + block + ".conv.0.0.weight";
  }

  @Override
  public MobileNetV2 withOutputStride(int stride) {
    return new MobileNetV2(stride);
  }

  @Override
  public List<SDVariable> build(Layers layers, SDVariable image) {
    SDVariable x = convNorm(layers, image, "0.", 3, STEM, 3, new ConvOptions(2, 1, 1));
    List<SDVariable> maps = new ArrayList<>();
    Atrous atrous = new Atrous(outputStride, 2);
    int inputs = STEM;
    int number = 1;
    for (Stage stage : STAGES) {
      Atrous.Stage geometry = atrous.next(stage.stride());
      for (int i = 0; i < stage.blocks(); i++) {
        x =
            block(
                layers,
                x,
                new Block(
                    number + ".conv.",
                    inputs,
                    stage.expansion(),
                    stage.channels(),
                    i == 0 ? geometry.stride() : 1,
                    i == 0 ? geometry.firstDilation() : geometry.dilation()));
        inputs = stage.channels();
        number++;
      }
      maps.add(x);
    }
    SDVariable last = last(layers, x, number + ".", inputs);
    List<SDVariable> stages = new ArrayList<>();
    // Those before the last end without activation.
    for (int stage = 0; stage < 3; stage++) {
      stages.add(maps.get(LAST_OF_STAGE.get(stage)));
      layers.keep(Endpoint.STAGES.get(stage), stages.get(stage));
    }
    stages.add(last);
    return List.copyOf(stages);
  }

  /** The stem is number 0, and the first stage ends with block 3. */
  @Override
  public boolean isOfFirstStage(String parameter) {
    return IntStream.rangeClosed(0, 3)
        .mapToObj(number -> Part.BACKBONE.prefix() + PREFIX + number + ".")
        .anyMatch(parameter::startsWith);
  }

  private static SDVariable last(Layers layers, SDVariable x, String prefix, int inputs) {
    if (!layers.wants(Endpoint.STAGE_4)) {
      return convNorm(layers, x, prefix, inputs, OUTPUTS, 1, ConvOptions.PLAIN);
    }
    String name = PREFIX + prefix;
    SDVariable y = layers.conv(x, Part.BACKBONE, name + "0", inputs, OUTPUTS, 1, ConvOptions.PLAIN);
    y = layers.norm(y, Part.BACKBONE, name + "1", OUTPUTS, Activation.NONE);
    layers.keep(Endpoint.STAGE_4, y);
    return layers.ops().activate(y, Activation.RELU6);
  }

  /**
   * Widens, filters each channel by itself, narrows; what keeps its shape is added to its input.
   */
  private static SDVariable block(Layers layers, SDVariable x, Block block) {
    int channels = block.inputs() * block.expansion();
    SDVariable y = x;
    int number = 0;
    if (block.expansion() > 1) {
      y =
          convNorm(
              layers, y, block.prefix() + "0.", block.inputs(), channels, 1, ConvOptions.PLAIN);
      number = 1;
    }
    ConvOptions depthwise =
        new ConvOptions(block.stride(), block.dilation(), block.dilation(), channels);
    y = convNorm(layers, y, block.prefix() + number + ".", channels, channels, 3, depthwise);
    // No Sequential of its own around the last convolution, hence no further level in its name.
    String narrow = PREFIX + block.prefix() + (number + 1);
    y = layers.conv(y, Part.BACKBONE, narrow, channels, block.outputs(), 1, ConvOptions.PLAIN);
    String norm = PREFIX + block.prefix() + (number + 2);
    y = layers.norm(y, Part.BACKBONE, norm, block.outputs(), Activation.NONE);
    return block.stride() == 1 && block.inputs() == block.outputs() ? x.add(y) : y;
  }

  private static SDVariable convNorm(
      Layers layers,
      SDVariable x,
      String prefix,
      int inputs,
      int outputs,
      int kernel,
      ConvOptions options) {
    String name = PREFIX + prefix;
    ConvUnit unit =
        new ConvUnit(Part.BACKBONE, name + "0", name + "1", inputs, outputs, kernel, options);
    return kernel == 3
        ? layers.branched(x, unit, Activation.RELU6)
        : layers.convNorm(x, unit, Activation.RELU6);
  }
}
