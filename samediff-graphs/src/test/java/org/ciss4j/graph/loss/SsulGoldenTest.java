// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.MapsOnly;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Binary cross-entropy of all channels against numbers of the official code of SSUL. */
class SsulGoldenTest {
  @Test
  void bce() {
    for (Golden golden : Golden.cases("ssul_bce")) {
      check(golden, "logits", "label", "loss", "d_logits");
    }
  }

  @Test
  void bceOfPseudoLabels() {
    for (Golden golden : Golden.cases("ssul_pseudo")) {
      check(golden, "logits_new", "label_pseudo_0.7", "loss_0.7", "d_logits_0.7");
    }
  }

  private static void check(Golden golden, String map, String label, String loss, String gradient) {
    INDArray logits = golden.array(map);
    HeadLayout layout = new HeadLayout(List.of((int) logits.size(1) - 1)).withBackground();
    MapsOnly student =
        MapsOnly.of(
            layout,
            Map.of(Endpoint.SMALL_LOGITS, logits),
            (int) logits.size(2),
            (int) logits.size(3));
    try (Objective.Value value =
        Objective.of(student.graph(), List.of(LossTerms.bceOfLabelled(1)))
            .evaluate(student.image(), Objective.Targets.of(golden.array(label)), Map.of(), 0)) {
      golden.assertClose(loss, value.total());
      student.checkGradient(golden, gradient, Endpoint.SMALL_LOGITS, value.gradients());
    }
  }
}
