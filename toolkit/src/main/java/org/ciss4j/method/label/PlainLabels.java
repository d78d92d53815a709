// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.scenario.LabelSpace;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Labels as they are, but that void is background. */
public record PlainLabels() implements PseudoLabels {
  @Override
  public Set<Endpoint> teacherEndpoints() {
    return Set.of();
  }

  @Override
  public Completed complete(Batch batch, Map<Endpoint, INDArray> teacher) {
    int[] labels =
        Arrays.stream(Completed.numbers(batch.label()))
            .map(label -> label == LabelSpace.VOID ? LabelSpace.BACKGROUND : label)
            .toArray();
    return Completed.of(batch.label().shape(), labels);
  }
}
