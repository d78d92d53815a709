// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A segmentation network in small, with every op of ours and a loss. */
public final class SmallNetwork {
  public static final String LOSS = "loss";
  public static final String LOGITS = "logits";
  public static final List<String> OUTPUTS = List.of(LOSS, LOGITS);
  public static final List<String> VARIABLES =
      List.of("stem", "scale1", "shift1", "block", "scale2", "shift2", "wide", "head", "bias");
  private static final double EPSILON = 1e-5;
  private static final int WIDTH = 8;
  private static final int CLASSES = 3;

  private SmallNetwork() {}

  /** The graph, its weights drawn from {@code seed}. */
  public static SameDiff build(long seed) {
    SameDiff graph = Graphs.create();
    SDVariable image = graph.placeHolder("image", DataType.FLOAT, -1, 3, -1, -1);
    SDVariable label = graph.placeHolder("label", DataType.INT32, -1, -1, -1);
    SDVariable dropSeed = graph.placeHolder("seed", DataType.INT64);
    SDVariable x = Backend.CPU.ops().channelsLast(image);
    x =
        Backend.CPU
            .ops()
            .conv2d(x, weights(graph, "stem", seed, WIDTH, 3, 3, 3), new ConvOptions(2, 1, 1));
    x =
        Backend.CPU
            .ops()
            .batchNorm(
                x,
                weights(graph, "scale1", seed, WIDTH),
                weights(graph, "shift1", seed, WIDTH),
                EPSILON,
                Activation.RELU)
            .output();
    x = Backend.CPU.ops().maxPool(x, 3, 2, 1);
    SDVariable y =
        Backend.CPU
            .ops()
            .conv2d(x, weights(graph, "block", seed, WIDTH, WIDTH, 3, 3), ConvOptions.same(3, 2));
    y =
        Backend.CPU
            .ops()
            .frozenBatchNorm(
                y,
                weights(graph, "scale2", seed, WIDTH),
                weights(graph, "shift2", seed, WIDTH),
                graph.constant(Nd4j.zeros(WIDTH)),
                graph.constant(Nd4j.ones(WIDTH)),
                EPSILON,
                Activation.NONE);
    x = Backend.CPU.ops().addRelu(x, y);
    SDVariable pooled = Backend.CPU.ops().spreadLike(Backend.CPU.ops().globalAveragePool(x), x);
    x = Backend.CPU.ops().concatChannels(x, pooled);
    x = Backend.CPU.ops().dropout(x, 0.1, dropSeed);
    SDVariable head = weights(graph, "head", seed, CLASSES, 2 * WIDTH);
    SDVariable logits =
        Backend.CPU
            .ops()
            .conv2d(
                x,
                weights(graph, "wide", seed, CLASSES, 2 * WIDTH, 1, 1),
                weights(graph, "bias", seed, CLASSES),
                ConvOptions.PLAIN);
    SDVariable full =
        Backend.CPU.ops().resizeLike(Backend.CPU.ops().channelsFirst(logits), image).rename(LOGITS);
    Ops.Scores scores = Backend.CPU.ops().decomposedLogits(x, head, SignRule.PRODUCT);
    SDVariable target =
        Backend.CPU.ops().sigmoid(Backend.CPU.ops().stopGradient(scores.negative()));
    SDVariable distilled =
        Backend.CPU
            .ops()
            .crossEntropyAgainstProbabilities(
                Backend.CPU.ops().channelsFirst(scores.positive()),
                Backend.CPU.ops().channelsFirst(target));
    Backend.CPU
        .ops()
        .crossEntropyAgainstLabels(full, label, 1, 2)
        .add(distilled.mul(5))
        .add(Backend.CPU.ops().crossEntropyAgainstNothing(full))
        .rename(LOSS);
    return graph;
  }

  /** As {@link #build}, ready for {@link Graphs#runWithGradients}. */
  public static SameDiff differentiated(long seed) {
    SameDiff graph = build(seed);
    Graphs.differentiate(graph, graph.getVariable(LOSS));
    return graph;
  }

  /** A batch of two images of {@code size} pixels. */
  public static Map<String, INDArray> batch(long seed, int size) {
    int[] labels = new int[2 * size * size];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 11 == 0 ? 255 : i / 7 % (CLASSES + 1);
    }
    return Map.of(
        "image", Tensor.random(seed, 2, 3, size, size).array(),
        "label", Nd4j.createFromArray(labels).reshape(2, size, size),
        "seed", Nd4j.scalar(seed));
  }

  public static Graphs.Result run(SameDiff differentiated, Map<String, INDArray> batch) {
    return Graphs.runWithGradients(differentiated, batch, OUTPUTS, VARIABLES);
  }

  private static SDVariable weights(SameDiff graph, String name, long seed, long... shape) {
    return graph.var(name, Tensor.random(seed * 31 + name.hashCode(), shape).array());
  }
}
