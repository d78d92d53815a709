// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ciss4j.data.Batch;
import org.ciss4j.data.saliency.SaliencyMaps;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.learn.PseudoLabels;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What SSUL learns a batch from: its labels as channels, completed by the teacher in later steps.
 * Replayed images are treated like all others, where the official code leaves their labels one
 * channel short.
 */
public final class SsulLabels implements PseudoLabels {
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
  public SsulLabels(boolean unknown, boolean saliency, @Nullable SigmoidPseudoLabels pseudo) {
    this.unknown = unknown;
    this.saliency = saliency;
    this.pseudo = pseudo;
  }

  @Override
  public Set<Endpoint> teacherEndpoints() {
    return pseudo == null ? Set.of() : Set.of(Endpoint.SMALL_CLASS_LOGITS);
  }

  @Override
  public Completed complete(Batch batch, Map<Endpoint, INDArray> teacher) {
    INDArray label = batch.label();
    int[] labels = Completed.numbers(label);
    if (unknown) {
      UnknownLabels.put(
          labels, saliency ? Completed.numbers(batch.extra(SaliencyMaps.NAME)) : null);
    }
    if (pseudo != null) {
      INDArray said = Objects.requireNonNull(teacher.get(Endpoint.SMALL_CLASS_LOGITS));
      pseudo.complete(labels, said, (int) label.size(1), (int) label.size(2));
    }
    return Completed.of(label.shape(), labels);
  }
}
