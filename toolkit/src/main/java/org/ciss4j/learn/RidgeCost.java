// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.Locale;
import java.util.Objects;
import org.ciss4j.graph.model.RandomFeatures;
import org.ciss4j.graph.ridge.RidgeStatistics;

/**
 * What a step of {@link RidgeLearner} costs besides running the network.
 *
 * @param positions how many rows the regression sees
 * @param features length of a row
 * @param bytes of its sums
 */
record RidgeCost(long positions, int features, long bytes) {
  private static final double MEBI = 1 << 20;

  /** Of a step that is about to begin. */
  static RidgeCost of(StepContext context, int passes) {
    RandomFeatures random = Objects.requireNonNull(context.layout().random());
    int stride = random.stride(context.network());
    long side = (context.training().crop() + stride - 1L) / stride;
    long images = (long) context.data().batchesOfAllImages() * context.training().batchSize();
    int features = random.width() + 1;
    return new RidgeCost(
        passes * images * side * side,
        features,
        RidgeStatistics.bytes(features, context.layout().outputs()));
  }

  /** For the user, in a line; measures how fast this machine is just now. */
  String remark() {
    return String.format(
        Locale.ROOT,
        "closed form: at most %d positions of %d features, about %.1f s besides the network; its"
            + " sums take %.1f MiB in memory and in the run",
        positions,
        features,
        RidgeStatistics.seconds(positions, features),
        bytes / MEBI);
  }
}
