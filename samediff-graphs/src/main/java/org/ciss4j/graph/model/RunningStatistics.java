// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.stream.Stream;
import org.ciss4j.graph.Graphs;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The running mean and variance of one normalisation, and how they follow the batches: {@code
 * running = (1 - momentum) running + momentum batch}, with the unbiased variance of the batch, as
 * PyTorch does.
 *
 * @param layer name of the normalisation, {@code backbone.bn1}
 * @param momentum share of the newest batch
 * @param meanOutput name of the graph variable that holds the batch's mean
 * @param varianceOutput name of the graph variable that holds the batch's unbiased variance
 */
record RunningStatistics(String layer, double momentum, String meanOutput, String varianceOutput) {

  void follow(Graphs.Values outputs, Parameters parameters) {
    blend(parameters.get(layer + ".running_mean"), outputs.get(meanOutput));
    blend(parameters.get(layer + ".running_var"), outputs.get(varianceOutput));
    parameters.get(layer + ".num_batches_tracked").addi(1);
  }

  private void blend(INDArray running, INDArray batch) {
    try (INDArray share = batch.mul(momentum)) {
      running.muli(1 - momentum).addi(share);
    }
  }

  /** Names of both among the parameters. */
  Stream<String> names() {
    return Stream.of(layer + ".running_mean", layer + ".running_var");
  }
}
