// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A backbone alone in a graph.
 *
 * @param stages its outputs, {@code [N, C, h, w]}
 */
record BackboneOnly(SameDiff graph, List<SDVariable> stages, Layers layers) {
  static final String IMAGE = "image";

  static BackboneOnly of(Backbone backbone, Mode mode, Parameters parameters) {
    SameDiff graph = Graphs.create();
    SDVariable image = graph.placeHolder(IMAGE, DataType.FLOAT, -1, 3, -1, -1);
    SDVariable noSeed = graph.placeHolder("no_seed", DataType.INT64);
    Layers layers = new Layers(graph, Backend.CPU.ops(), parameters, mode, noSeed);
    List<SDVariable> stages =
        backbone.build(layers, Backend.CPU.ops().channelsLast(image)).stream()
            .map(stage -> Backend.CPU.ops().channelsFirst(stage))
            .toList();
    return new BackboneOnly(graph, stages, layers);
  }

  /** The outputs of all stages in inference. */
  static List<INDArray> run(Backbone backbone, Parameters parameters, INDArray image) {
    BackboneOnly only = of(backbone, Mode.INFERENCE, parameters);
    List<String> names = only.stages().stream().map(SDVariable::name).toList();
    Graphs.Values values = Graphs.run(only.graph(), Map.of(IMAGE, image), names);
    return names.stream().map(values::get).toList();
  }
}
