// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.learn.PseudoLabels;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What SSUL learns a batch from: its labels as channels, completed by the teacher in later steps.
 * Replayed images are treated like all others, where the official code leaves their labels one
 * channel short.
 */
final class SsulLabels implements PseudoLabels {
  private final boolean unknown;
  private final boolean saliency;
  private final @Nullable SigmoidPseudoLabels pseudo;

  /**
   * For the steps of a method.
   *
   * @param unknown whether there is an unknown channel
   * @param saliency whether only what stands out is unknown
   * @param pseudo null in the base step
   */
  SsulLabels(boolean unknown, boolean saliency, @Nullable SigmoidPseudoLabels pseudo) {
    this.unknown = unknown;
    this.saliency = saliency;
    this.pseudo = pseudo;
  }

  @Override
  public Set<Endpoint> teacherEndpoints() {
    return pseudo == null ? Set.of() : Set.of(Endpoint.CLASS_LOGITS);
  }

  @Override
  public Completed complete(Batch batch, Map<Endpoint, INDArray> teacher) {
    int[] labels = Completed.numbers(batch.label());
    if (unknown) {
      UnknownLabels.put(labels, saliency ? salient(batch) : null);
    }
    if (pseudo != null) {
      pseudo.complete(labels, Objects.requireNonNull(teacher.get(Endpoint.CLASS_LOGITS)));
    }
    return Completed.of(batch.label().shape(), labels);
  }

  private static int[] salient(Batch batch) {
    return Completed.numbers(
        Objects.requireNonNull(batch.salient(), "a method that reads saliency is given it"));
  }
}
