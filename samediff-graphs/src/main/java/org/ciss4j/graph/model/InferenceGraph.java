// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.function.Function;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.op.Ops;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A trained network from image to labels as a graph that needs nothing of ours: made of ND4J's own
 * ops, it can be saved, and loaded and run wherever ND4J is.
 *
 * <p>Input: {@link SegmentationGraph#IMAGE}, float {@code [N, 3, H, W]}, of any batch and image
 * size. Outputs: {@link #LOGITS} and {@link #LABELS}.
 */
public final class InferenceGraph {
  /** Logits of {@link Endpoint#CLASS_LOGITS}, float {@code [N, C, H, W]}, all outputs. */
  public static final String LOGITS = "logits";

  /** Labels, INT32 {@code [N, H, W]}: 0 background, c for the c-th class. */
  public static final String LABELS = "labels";

  private InferenceGraph() {}

  /**
   * Builds the graph. Normalisations are folded into convolutions, so the weights are not those of
   * the parameters, which stay as they are.
   *
   * @param threshold probability above which a pixel is a class; means nothing where there is a
   *     background channel, which the classes then have to beat
   * @throws IllegalArgumentException if the parameters are not those of such a network
   */
  public static SameDiff build(
      Network network, HeadLayout layout, Parameters parameters, double threshold) {
    Ops ops = Backend.PORTABLE.ops();
    SameDiff graph = Graphs.create();
    SDVariable logits =
        logits(graph, seed -> Layers.folded(graph, ops, parameters, seed), network, layout);
    graph.identity(LABELS, labels(graph, ops, layout, logits, threshold));
    return graph;
  }

  /**
   * The same up to the logits, of other ops, normalisations being ops of their own.
   *
   * @throws IllegalArgumentException if the parameters are not those of such a network
   */
  public static SameDiff ofLogits(
      Network network, HeadLayout layout, Parameters parameters, Ops ops) {
    SameDiff graph = Graphs.create();
    logits(
        graph, seed -> new Layers(graph, ops, parameters, Mode.INFERENCE, seed), network, layout);
    return graph;
  }

  private static SDVariable logits(
      SameDiff graph, Function<SDVariable, Layers> ofSeed, Network network, HeadLayout layout) {
    SDVariable image = graph.placeHolder(SegmentationGraph.IMAGE, DataType.FLOAT, -1, 3, -1, -1);
    Layers layers = ofSeed.apply(graph.constant("no_seed", 0L));
    FeatureMaps maps = FeatureMaps.build(layers, network, layout.kind(), image);
    return graph.identity(LOGITS, Head.classLogits(layers, network, layout, maps, image));
  }

  private static SDVariable labels(
      SameDiff graph, Ops ops, HeadLayout layout, SDVariable logits, double threshold) {
    if (layout.unknown()) {
      SDVariable probabilities = ops.sigmoid(logits);
      // The unknown is background too, so the probability of that is the sum of the first two.
      SDVariable background = channels(probabilities, 0, 2).sum(true, 1);
      SDVariable classes = channels(probabilities, 2, layout.outputs());
      return graph.concat(1, background, classes).argmax(1).castTo(DataType.INT32);
    }
    SDVariable best = logits.argmax(1).castTo(DataType.INT32);
    if (layout.background()) {
      return best;
    }
    SDVariable isClass = ops.sigmoid(logits.max(1)).gt(threshold).castTo(DataType.INT32);
    return best.add(1).mul(isClass);
  }

  private static SDVariable channels(SDVariable maps, int first, int end) {
    return maps.get(SDIndex.all(), SDIndex.interval(first, end), SDIndex.all(), SDIndex.all());
  }
}
