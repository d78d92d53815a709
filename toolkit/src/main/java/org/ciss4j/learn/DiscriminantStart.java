// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.Arrays;
import java.util.Map;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.ridge.Discriminants;
import org.ciss4j.graph.ridge.RidgeStatistics;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A start of new classifiers without a gradient: {@link Discriminants} of each new class against
 * all else that the images of its step show. Each class has an output of its own, and there is none
 * for the background.
 */
public final class DiscriminantStart {
  /** λ in shares of the mean square of a feature; keeps features that are rarely there quiet. */
  private static final double PENALTY = 0.01;

  private DiscriminantStart() {}

  /**
   * Sets the classifier of the new classes; what no position shows starts as it is.
   *
   * @param context of a later step
   * @param parameters the network, with some classifier of the new classes
   * @param layout its classifiers
   * @param posWeight how much positive pixels weigh in the loss that goes on from here
   */
  public static void set(
      StepContext context, Parameters parameters, HeadLayout layout, double posWeight) {
    String newest = HeadLayout.classifierName(layout.steps() - 1);
    INDArray weight = parameters.get(newest + ".weight");
    INDArray bias = parameters.get(newest + ".bias");
    int features = (int) weight.size(1);
    try (RidgeStatistics sums = RidgeStatistics.empty(features + 1, layout.classes() + 1)) {
      look(context, parameters, layout, sums);
      Discriminants discriminants = new Discriminants(sums, PENALTY);
      for (int c = 0; c < layout.newClasses(); c++) {
        int row = c;
        discriminants
            .logit(1 + layout.oldClasses() + c, posWeight)
            .ifPresent(
                logit -> {
                  for (int i = 0; i < features; i++) {
                    weight.putScalar(new long[] {row, i, 0, 0}, logit[i]);
                  }
                  bias.putScalar(row, logit[features]);
                });
      }
    }
  }

  private static void look(
      StepContext context, Parameters parameters, HeadLayout layout, RidgeStatistics sums) {
    double[] even = new double[sums.outputs()];
    Arrays.fill(even, 1);
    RidgeTargets targets = new RidgeTargets(sums.outputs(), 0);
    try (SegmentationGraph network =
        SegmentationGraph.build(context.network(), layout, Mode.INFERENCE, parameters)) {
      context.data().pass("discriminants", batch -> look(network, targets, even, batch, sums));
    }
  }

  private static void look(
      SegmentationGraph network,
      RidgeTargets targets,
      double[] pixelWeights,
      Batch batch,
      RidgeStatistics sums) {
    Map<Endpoint, INDArray> said = network.run(batch.image(), Endpoint.CLASSIFIED);
    try {
      RidgeRows rows = RidgeRows.of(said);
      RidgeTargets.Positions positions =
          targets.of(batch, rows.rows(), rows.columns(), null, pixelWeights);
      sums.add(rows.numbers(), positions.shares(), positions.weights());
    } finally {
      Graphs.recycle(said.values());
    }
  }
}
