// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.own;

import java.util.ArrayList;
import java.util.List;
import org.ciss4j.graph.model.Backbone;
import org.ciss4j.graph.model.ConvUnit;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.Layers;
import org.ciss4j.graph.model.Part;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A backbone of one's own: four convolutions. It is found by its name because a file in {@code
 * META-INF/services} names the class.
 *
 * @param outputStride of the last map
 */
public record Shallow(int outputStride) implements Backbone {
  private static final int WIDTH = 8;

  /** For the service loader. */
  public Shallow() {
    this(16);
  }

  @Override
  public String name() {
    return "shallow";
  }

  @Override
  public int features() {
    return 32;
  }

  @Override
  public int channels(int stage) {
    return WIDTH << stage;
  }

  @Override
  public String firstWeights(int stage) {
    return unit(stage, 1).weights();
  }

  @Override
  public Backbone withOutputStride(int stride) {
    return new Shallow(stride);
  }

  @Override
  public boolean isOfFirstStage(String parameter) {
    return parameter.startsWith(unit(0, 1).layer().replace("norm", ""));
  }

  @Override
  public List<SDVariable> build(Layers layers, SDVariable image) {
    List<SDVariable> stages = new ArrayList<>();
    SDVariable x = layers.ops().maxPool(image, 2, 2, 1);
    for (int stage = 0; stage < 4; stage++) {
      int stride = stage == 0 ? 2 : stride(stage) / stride(stage - 1);
      SDVariable sum = layers.convNorm(x, unit(stage, stride), Activation.NONE);
      layers.keep(Endpoint.STAGES.get(stage), sum);
      x = layers.ops().activate(sum, Activation.RELU);
      stages.add(x);
    }
    return stages;
  }

  private ConvUnit unit(int stage, int stride) {
    int inputs = stage == 0 ? 3 : channels(stage - 1);
    String name = "shallow" + stage + ".";
    return new ConvUnit(
        Part.BACKBONE,
        name + "conv",
        name + "norm",
        inputs,
        channels(stage),
        3,
        new ConvOptions(stride, 1, 1));
  }
}
