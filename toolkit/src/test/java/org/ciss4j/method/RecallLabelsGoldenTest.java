// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ciss4j.data.LabelBatch;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.MapsOnly;
import org.ciss4j.method.label.InpaintedLabels;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Labels and cross-entropy against numbers of the official code of RECALL. */
class RecallLabelsGoldenTest {
  @Test
  void inpaintedBackground() {
    for (Golden golden : Golden.cases("recall_labels")) {
      INDArray logits = golden.array("logits_prev");
      long[] shape = {1, logits.size(0), logits.size(1), logits.size(2)};
      INDArray label = golden.array("label").reshape(1, logits.size(1), logits.size(2));
      assertThat(
              new InpaintedLabels()
                  .complete(
                      LabelBatch.of(label), Map.of(Endpoint.CLASS_LOGITS, logits.reshape(shape)))
                  .label()
                  .data()
                  .asInt())
          .as("%s", golden)
          .isEqualTo(golden.ints("label_mixed"));
    }
  }

  @Test
  void labelsOfHelpers() {
    for (Golden golden : Golden.cases("recall_labels")) {
      List<Integer> classes = integers(golden.meta().get("helper_classes"));
      assertThat(InpaintedLabels.ofHelper(golden.ints("label"), classes))
          .as("%s", golden)
          .isEqualTo(golden.ints("derived_helper_label"));
    }
  }

  /** All outputs are there from the start; pixels of classes not seen yet are left out. */
  @Test
  void crossEntropyOfSeenClasses() {
    for (Golden golden : Golden.cases("recall_labels")) {
      List<Integer> seen = integers(golden.meta().get("classes_in_loss"));
      int[] labels =
          Arrays.stream(golden.ints("label"))
              .map(label -> seen.contains(label) ? label : 255)
              .toArray();
      if (Double.isNaN(golden.doubles("derived_ce")[0])) {
        continue; // the mean of nothing, which is 0 here
      }
      INDArray logits = golden.array("logits");
      int height = (int) logits.size(2);
      int width = (int) logits.size(3);
      HeadLayout layout = new HeadLayout(List.of((int) logits.size(1) - 1)).withBackground();
      MapsOnly student = MapsOnly.of(layout, Map.of(Endpoint.SMALL_LOGITS, logits), height, width);
      INDArray label = Nd4j.createFromArray(labels).reshape(1, height, width);
      try (Objective.Value value =
          Objective.of(student.graph(), List.of(SoftmaxTerms.crossEntropyOfLabelled(1)))
              .evaluate(student.image(), Objective.Targets.of(label), Map.of(), 0)) {
        golden.assertClose("derived_ce", value.total());
        student.checkGradient(golden, "derived_d_logits", Endpoint.SMALL_LOGITS, value.gradients());
      }
    }
  }

  private static List<Integer> integers(JsonNode array) {
    List<Integer> result = new ArrayList<>();
    array.forEach(number -> result.add(number.asInt()));
    return result;
  }
}
