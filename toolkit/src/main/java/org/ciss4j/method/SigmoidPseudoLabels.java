// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.learn.PseudoLabels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pseudo-labels of SSUL (Cha et al., NeurIPS 2021): what a step's labels leave open gets the
 * channel of which the teacher is surest, if that is a class and sure enough; else it stays as it
 * is. Channels that are no class come first: the background, and before it the unknown, if there is
 * such a channel.
 */
final class SigmoidPseudoLabels implements PseudoLabels {
  private final int notClasses;
  private final SigmoidDecision surest;

  /**
   * Without anything to gather.
   *
   * @param notClasses how many channels, and labels, are no class
   * @param threshold least probability of a pseudo-label, as the official code has it 0.7
   */
  SigmoidPseudoLabels(int notClasses, float threshold) {
    this.notClasses = notClasses;
    // Of a decision all channels are classes, which have to be above its threshold.
    this.surest = new SigmoidDecision(Math.nextDown(threshold));
  }

  @Override
  public Set<Endpoint> teacherEndpoints() {
    return Set.of(Endpoint.CLASS_LOGITS);
  }

  @Override
  public Completed complete(INDArray label, Map<Endpoint, INDArray> teacher) {
    int[] labels = Completed.numbers(label);
    INDArray logits = Objects.requireNonNull(teacher.get(Endpoint.CLASS_LOGITS));
    int[] channels = surest.labels(logits);
    for (int i = 0; i < labels.length; i++) {
      int channel = channels[i] - 1;
      if (labels[i] < notClasses && channel >= notClasses) {
        labels[i] = channel;
      }
    }
    return Completed.of(label.shape(), labels);
  }
}
