// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.loss.View;
import org.ciss4j.graph.model.Endpoint;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What an objective reads of a batch, which frees what was made for it. */
final class Feeds implements AutoCloseable {
  private final Objective objective;
  private final Objective.Feeds read;
  private final Optional<PseudoLabels.Completed> completed;
  private final @Nullable INDArray memoryLabel;

  /** Of a batch; arrays that are closed with it. */
  Feeds(
      Objective objective,
      Batch batch,
      Map<View, Map<Endpoint, INDArray>> taught,
      Optional<PseudoLabels.Completed> completed,
      Map<String, INDArray> remembered,
      long dropoutSeed) {
    this.objective = objective;
    this.completed = completed;
    this.memoryLabel = objective.readsMemory() ? batch.memoryLabel() : null;
    Objective.Targets targets =
        new Objective.Targets(
            completed.map(PseudoLabels.Completed::label).orElse(batch.label()),
            memoryLabel,
            completed.map(PseudoLabels.Completed::imageWeights).orElse(null),
            remembered);
    this.read = new Objective.Feeds(batch.image(), targets, taught, dropoutSeed);
  }

  /** Losses and gradients of a sum of the terms with these weights. */
  Objective.Value evaluate(Map<String, Double> weights) {
    return objective.evaluate(read, weights);
  }

  /** Gradients of single terms with respect to these parameters. */
  Map<String, Graphs.Values> gradients(Map<String, List<String>> parameters) {
    return objective.gradients(read, parameters);
  }

  /** The losses alone, without weights. */
  Map<String, Double> terms() {
    return objective.terms(read);
  }

  @Override
  public void close() {
    completed.ifPresent(PseudoLabels.Completed::close);
    if (memoryLabel != null) {
      memoryLabel.close();
    }
    read.recycle();
  }
}
