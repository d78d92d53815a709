// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.ciss4j.data.Batch;
import org.ciss4j.data.LabelBatch;
import org.ciss4j.data.saliency.SaliencyMaps;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.method.Ssul;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Labels of whole batches: channels 0 unknown, 1 background, 2.. classes. */
class SsulLabelsTest {
  private static final Scenario SCENARIO =
      Scenario.parse("2-1", new LabelSpace("four", java.util.List.of("bg", "a", "b", "c", "d")));

  /** Open and salient, open, void and salient, of class 3, open, open and salient. */
  private static final INDArray LABEL = row(0, 0, 255, 3, 0, 0);

  private static final INDArray SALIENT = row(9, 0, 1, 1, 0, 255);

  private static INDArray row(int... numbers) {
    return Nd4j.createFromArray(numbers).reshape(1, 1, numbers.length);
  }

  private static PseudoLabels labels(Ssul method, int step) {
    HeadLayout layout = method.headLayout(SCENARIO, SCENARIO.get(step));
    return method.pseudoLabels(SCENARIO.get(step), layout).orElseThrow();
  }

  private static int[] completed(Ssul method, int step, Map<Endpoint, INDArray> teacher) {
    Batch batch = LabelBatch.of(LABEL, Map.of(SaliencyMaps.NAME, SALIENT));
    try (PseudoLabels.Completed completed = labels(method, step).complete(batch, teacher)) {
      assertThat(completed.imageWeights().toFloatVector()).containsExactly(1);
      return completed.label().data().asInt();
    }
  }

  @Test
  void theBaseStepAsksNobody() {
    assertThat(completed(Ssul.voc(), 0, Map.of())).containsExactly(0, 1, 255, 4, 1, 0);
    assertThat(completed(Ssul.ade(), 0, Map.of())).containsExactly(0, 0, 255, 4, 0, 0);
    Ssul plain = new Ssul(false, true, 0.7, 10, 1e-4, 0);
    assertThat(completed(plain, 0, Map.of())).containsExactly(0, 0, 255, 3, 0, 0);
    assertThat(plain.extras()).isEmpty();
    assertThat(Ssul.ade().extras()).isEmpty();
  }

  /** Of unknown, background, a and b it is sure of a, a, a, a, the background, and of nothing. */
  @Test
  void theTeacherNamesWhatIsOpen() {
    float[][] logits = {
      {-4, -4, -4, -4, -4, 0}, {-4, -4, -4, -4, 4, 0}, {2, 2, 2, 2, -4, 0.8f}, {1, 1, 1, 1, 1, 0}
    };
    INDArray said = Nd4j.createFromArray(logits).reshape(1, 4, 1, 6);
    Map<Endpoint, INDArray> teacher = Map.of(Endpoint.SMALL_CLASS_LOGITS, said);
    assertThat(completed(Ssul.voc(), 1, teacher)).containsExactly(2, 2, 255, 4, 1, 0);
  }
}
