// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.scenario.LabelSpace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Labels of RECALL (Maracani et al., ICCV 2021): what a step's labels call background, or leave
 * out, is what the network of the step before says of it, however unsure.
 */
public final class InpaintedLabels implements PseudoLabels {
  @Override
  public Set<Endpoint> teacherEndpoints() {
    return Set.of(Endpoint.CLASS_LOGITS);
  }

  @Override
  public Completed complete(Batch batch, Map<Endpoint, INDArray> teacher) {
    int[] labels = Completed.numbers(batch.label());
    INDArray logits = Objects.requireNonNull(teacher.get(Endpoint.CLASS_LOGITS));
    int[] said = new SoftmaxDecision().labels(logits);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == LabelSpace.BACKGROUND || labels[i] == LabelSpace.VOID) {
        labels[i] = said[i];
      }
    }
    return Completed.of(batch.label().shape(), labels);
  }

  /**
   * What the helper decoder of a step learns from: 1, 2, ... for these classes in their order, 0
   * for all else, void included.
   */
  public static int[] ofHelper(int[] labels, List<Integer> classes) {
    return Arrays.stream(labels).map(label -> classes.indexOf(label) + 1).toArray();
  }
}
