// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.onnx;

import static org.ciss4j.graph.onnx.OnnxNodes.integer;
import static org.ciss4j.graph.onnx.OnnxNodes.integers;
import static org.ciss4j.graph.onnx.OnnxNodes.number;
import static org.ciss4j.graph.onnx.OnnxNodes.word;

import java.util.Arrays;
import java.util.List;
import onnx.Onnx.AttributeProto;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Lays nodes of ONNX where other ops lay those of SameDiff; in the SameDiff graph there is but a
 * placeholder for what each puts out. All maps are {@code [N, C, H, W]}, as ONNX knows no others,
 * whatever the graph takes them for. Has what inference needs.
 */
final class OnnxOps implements Ops {
  private final OnnxNodes nodes;

  OnnxOps(OnnxNodes nodes) {
    this.nodes = nodes;
  }

  private SDVariable node(String type, List<SDVariable> inputs, AttributeProto... attributes) {
    return placed(inputs.get(0), nodes.add(type, names(inputs), attributes));
  }

  private static SDVariable placed(SDVariable x, String name) {
    return x.getSameDiff().placeHolder(name, DataType.FLOAT);
  }

  private static List<String> names(List<SDVariable> inputs) {
    return inputs.stream().map(SDVariable::name).toList();
  }

  @Override
  public SDVariable conv2d(SDVariable x, SDVariable weights, ConvOptions options) {
    return convolution(List.of(x, weights), options);
  }

  @Override
  public SDVariable conv2d(SDVariable x, SDVariable weights, SDVariable bias, ConvOptions options) {
    return convolution(List.of(x, weights, bias), options);
  }

  private SDVariable convolution(List<SDVariable> inputs, ConvOptions options) {
    return node(
        "Conv",
        inputs,
        integers("strides", options.stride(), options.stride()),
        integers("dilations", options.dilation(), options.dilation()),
        integers("pads", twice(options.padding(), options.padding())),
        integer("group", options.groups()));
  }

  private static long[] twice(long height, long width) {
    return new long[] {height, width, height, width};
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
    SDVariable y =
        node(
            "BatchNormalization",
            List.of(x, scale, shift, mean, variance),
            number("epsilon", epsilon));
    return activate(y, activation);
  }

  @Override
  public SDVariable activate(SDVariable x, Activation activation) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> node("Relu", List.of(x));
      case RELU6 ->
          placed(x, nodes.add("Clip", List.of(x.name(), nodes.scalar(0), nodes.scalar(6))));
    };
  }

  @Override
  public SDVariable addRelu(SDVariable a, SDVariable b) {
    return activate(node("Add", List.of(a, b)), Activation.RELU);
  }

  @Override
  public SDVariable maxPool(SDVariable x, int kernel, int stride, int padding) {
    return node(
        "MaxPool",
        List.of(x),
        integers("kernel_shape", kernel, kernel),
        integers("strides", stride, stride),
        integers("pads", twice(padding, padding)));
  }

  @Override
  public SDVariable globalAveragePool(SDVariable x) {
    return node("GlobalAveragePool", List.of(x));
  }

  @Override
  public SDVariable spreadLike(SDVariable x, SDVariable reference) {
    return placed(x, nodes.add("Expand", List.of(x.name(), sizes(x, reference))));
  }

  @Override
  public SDVariable resizeLike(SDVariable x, SDVariable reference) {
    String resized =
        nodes.add(
            "Resize",
            List.of(x.name(), "", "", sizes(x, reference)),
            word("mode", "linear"),
            word("coordinate_transformation_mode", "half_pixel"));
    return placed(x, resized);
  }

  /** Batch and channels of x, height and width of the reference. */
  private String sizes(SDVariable x, SDVariable reference) {
    return nodes.add(
        "Concat",
        List.of(lengths(x.name(), 0, 2), lengths(reference.name(), 2, 4)),
        integer("axis", 0));
  }

  private String lengths(String of, long from, long to) {
    String shape = nodes.add("Shape", List.of(of));
    return nodes.add("Slice", List.of(shape, nodes.integers(from), nodes.integers(to)));
  }

  @Override
  public SDVariable concatChannels(SDVariable... maps) {
    return node("Concat", Arrays.asList(maps), integer("axis", 1));
  }

  @Override
  public SDVariable dropout(SDVariable x, double rate, SDVariable seed) {
    return x;
  }

  @Override
  public SDVariable channelsFirst(SDVariable x) {
    return x;
  }

  @Override
  public SDVariable channelsLast(SDVariable x) {
    return x;
  }

  @Override
  public SDVariable stopGradient(SDVariable x) {
    return x;
  }

  @Override
  public SDVariable sigmoid(SDVariable x) {
    return node("Sigmoid", List.of(x));
  }

  private static UnsupportedOperationException training() {
    return new UnsupportedOperationException("networks are exported for inference, not training");
  }

  @Override
  public Normalized batchNorm(
      SDVariable x, SDVariable scale, SDVariable shift, double epsilon, Activation activation) {
    throw training();
  }

  @Override
  public Scores decomposedLogits(SDVariable features, SDVariable weights, SignRule rule) {
    throw training();
  }

  @Override
  public SDVariable crossEntropyAgainstNothing(SDVariable logits) {
    throw training();
  }

  @Override
  public SDVariable crossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, int first, double posWeight) {
    throw training();
  }

  @Override
  public SDVariable crossEntropyAgainstProbabilities(SDVariable logits, SDVariable probabilities) {
    throw training();
  }

  @Override
  public SDVariable softmaxCrossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, int merged) {
    throw training();
  }

  @Override
  public SDVariable softmaxCrossEntropyAgainstLabels(
      SDVariable logits, SDVariable labels, SDVariable imageWeights) {
    throw training();
  }

  @Override
  public SDVariable softmaxCrossEntropyAgainstLogits(
      SDVariable logits, SDVariable others, boolean joined) {
    throw training();
  }

  @Override
  public SDVariable softmaxCrossEntropyAgainstLogits(
      SDVariable logits, SDVariable others, SDVariable labels) {
    throw training();
  }

  @Override
  public SDVariable localPod(SDVariable a, SDVariable b, List<Integer> scales, boolean squares) {
    throw training();
  }

  @Override
  public SDVariable pooledCubes(
      SDVariable a, SDVariable b, List<Integer> windows, boolean overChannels) {
    throw training();
  }
}
