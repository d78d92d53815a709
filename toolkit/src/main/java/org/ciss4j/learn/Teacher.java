// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.loss.View;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The network of the previous step, frozen. */
public final class Teacher implements AutoCloseable {
  private final Parameters parameters;
  private final SegmentationGraph graph;

  /** Freezes a network that is not asked for stages of its backbone. */
  public Teacher(Network network, HeadLayout layout, SignRule signRule, Parameters parameters) {
    this(network, layout, signRule, parameters, Set.of());
  }

  /**
   * Freezes a network.
   *
   * @param parameters copied: what is trained afterwards does not reach the teacher
   * @param wanted the endpoints that it is going to be asked for
   */
  public Teacher(
      Network network,
      HeadLayout layout,
      SignRule signRule,
      Parameters parameters,
      Set<Endpoint> wanted) {
    try (Opened opened = new Opened()) {
      this.parameters = opened.add(parameters.copy(0), Teacher::free);
      graph =
          opened.handedTo(
              SegmentationGraph.build(
                  network, layout, Mode.INFERENCE, signRule, this.parameters, wanted));
      Graphs.giveConstants(graph.graph());
    }
  }

  /**
   * What it says of some images.
   *
   * @param image float {@code [N, 3, H, W]}
   */
  public Map<Endpoint, INDArray> outputs(INDArray image, Collection<Endpoint> endpoints) {
    return graph.run(image, endpoints.toArray(Endpoint[]::new));
  }

  /**
   * What the network of the step before is asked for of each view of a batch.
   *
   * @param views what terms read, to which is added what completes the labels
   */
  public static Map<View, Set<Endpoint>> views(
      Map<View, Set<Endpoint>> views, Optional<PseudoLabels> pseudoLabels) {
    pseudoLabels.ifPresent(
        labels ->
            views
                .computeIfAbsent(View.PLAIN, view -> EnumSet.noneOf(Endpoint.class))
                .addAll(labels.teacherEndpoints()));
    return views;
  }

  /** Frees the copy of the parameters. */
  @Override
  public void close() {
    graph.close();
    free(parameters);
  }

  private static void free(Parameters parameters) {
    parameters.arrays().values().stream()
        .filter(array -> !array.wasClosed())
        .forEach(INDArray::close);
  }
}
