// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.learn.PseudoLabels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a helper decoder of RECALL learns from: the new classes of a step, and the rest, void
 * included.
 *
 * @param classes channels of the new classes
 */
public record HelperLabels(List<Integer> classes) implements PseudoLabels {
  /** Of a network with so many outputs before the new ones. */
  public static HelperLabels of(int oldOutputs, int newClasses) {
    return new HelperLabels(IntStream.range(oldOutputs, oldOutputs + newClasses).boxed().toList());
  }

  @Override
  public Set<Endpoint> teacherEndpoints() {
    return Set.of();
  }

  @Override
  public Completed complete(Batch batch, Map<Endpoint, INDArray> teacher) {
    return Completed.of(
        batch.label().shape(), InpaintedLabels.ofHelper(Completed.numbers(batch.label()), classes));
  }
}
