// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What classifiers may look at, channels-last.
 *
 * @param stages of the backbone, the last one being what the ASPP sees
 * @param features what comes out of the ASPP
 */
record FeatureMaps(List<SDVariable> stages, SDVariable features) {

  /** Lays backbone and ASPP into a graph. */
  static FeatureMaps build(
      Layers layers, Network network, HeadLayout.Kind heads, SDVariable image) {
    List<SDVariable> stages = network.backbone().build(layers, layers.ops().channelsLast(image));
    SDVariable top = stages.get(stages.size() - 1);
    return new FeatureMaps(stages, Aspp.of(network, heads).build(layers, top));
  }

  /** The last stage. */
  SDVariable backbone() {
    return stages.get(stages.size() - 1);
  }
}
