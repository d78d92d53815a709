// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.ciss4j.graph.model.Backbone;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What is behind the encoder of a network, frozen: ASPP and classifiers that know a background and
 * the classes of one step. Encoders are shared.
 */
final class Decoder implements AutoCloseable {
  private static final String PREFIX = "decoder.";

  private final SegmentationGraph graph;

  private Decoder(SegmentationGraph graph) {
    this.graph = graph;
  }

  /** The classifiers of a decoder: the background and so many classes. */
  static HeadLayout layout(int classes) {
    return new HeadLayout(List.of(classes)).withBackground();
  }

  /**
   * The decoders that earlier steps have passed on, by step.
   *
   * @param classes how many each step had
   */
  static Map<Integer, Decoder> inherited(
      Network network, Parameters encoder, Map<String, INDArray> inherited, List<Integer> classes) {
    Map<Integer, Decoder> decoders = new TreeMap<>();
    for (int step = 0; step < classes.size(); step++) {
      Map<String, INDArray> own = own(inherited, step);
      if (!own.isEmpty()) {
        Map<String, INDArray> arrays = encoder(encoder);
        arrays.putAll(own);
        decoders.put(
            step,
            new Decoder(
                SegmentationGraph.build(
                    network,
                    layout(classes.get(step)),
                    Mode.INFERENCE,
                    Parameters.trained(arrays))));
      }
    }
    return decoders;
  }

  private static Map<String, INDArray> own(Map<String, INDArray> inherited, int step) {
    Map<String, INDArray> own = new LinkedHashMap<>();
    inherited.forEach(
        (name, array) -> {
          if (name.startsWith(prefix(step))) {
            own.put(name.substring(prefix(step).length()), array);
          }
        });
    return own;
  }

  private static String prefix(int step) {
    return PREFIX + step + ".";
  }

  /** Whether a passed on array of this name is of a decoder. */
  static boolean isPart(String name) {
    return name.startsWith(PREFIX);
  }

  /** What of a network is a decoder, by the names under which a step passes it on. */
  static Map<String, INDArray> parts(int step, Parameters network) {
    Map<String, INDArray> parts = new LinkedHashMap<>();
    network
        .arrays()
        .forEach(
            (name, array) -> {
              if (!Backbone.isParameter(name)) {
                parts.put(prefix(step) + name, array);
              }
            });
    return parts;
  }

  /** The arrays of an encoder. */
  static Map<String, INDArray> encoder(Parameters network) {
    Map<String, INDArray> arrays = new LinkedHashMap<>(network.arrays());
    arrays.keySet().removeIf(name -> !Backbone.isParameter(name));
    return arrays;
  }

  /**
   * Logits of some images at their size, float {@code [N, K, H, W]}; whoever takes them frees them.
   */
  INDArray logits(INDArray image) {
    return Objects.requireNonNull(
        graph.run(image, Endpoint.CLASS_LOGITS).get(Endpoint.CLASS_LOGITS));
  }

  @Override
  public void close() {
    graph.close();
  }
}
