// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.op.SignRule;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The network of the previous step, frozen. */
public final class Teacher implements AutoCloseable {
  private final Parameters parameters;
  private final SegmentationGraph graph;

  /**
   * Freezes a network.
   *
   * @param parameters copied: what is trained afterwards does not reach the teacher
   */
  public Teacher(Network network, HeadLayout layout, SignRule signRule, Parameters parameters) {
    this.parameters = parameters.copy(0);
    graph = SegmentationGraph.build(network, layout, Mode.INFERENCE, signRule, this.parameters);
  }

  /**
   * What it says of some images.
   *
   * @param image float {@code [N, 3, H, W]}
   */
  public Map<Endpoint, INDArray> outputs(INDArray image, List<Endpoint> endpoints) {
    return graph.run(image, endpoints.toArray(Endpoint[]::new));
  }

  /** Frees the copy of the parameters. */
  @Override
  public void close() {
    graph.close();
    parameters.arrays().values().forEach(INDArray::close);
  }
}
