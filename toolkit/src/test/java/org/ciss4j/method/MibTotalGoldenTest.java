// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.model.HeadOnly;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The objectives of MiB's code, of MiB and of what it compares with, and their gradients. */
class MibTotalGoldenTest {
  @Test
  void laterSteps() {
    for (Golden golden : Golden.cases("mib_total")) {
      Step step = new Step(1, List.of(1), List.of(2), List.of());
      List<LossTerm> terms = method(golden).lossTerms(step);
      HeadOnly student = HeadOnly.softmaxStudent(golden);
      HeadOnly teacher = HeadOnly.softmaxTeacher(golden);
      Objective objective = Objective.of(student.graph(), terms);
      INDArray label = golden.array("label");
      try (Objective.Value value =
          objective.evaluate(
              student.image(),
              Objective.Targets.of(label),
              teacher.outputs(objective.teacherEndpoints()),
              0)) {
        double ofLabels = value.terms().get(terms.get(0).name());
        golden.assertClose("loss_class", ofLabels);
        golden.assertClose("loss_reg", value.total() - ofLabels);
        student.checkGradients(golden, value.gradients());
      }
    }
  }

  private static SoftmaxMethod method(Golden golden) {
    Map<String, SoftmaxMethod> methods =
        Map.of(
            "FT", SoftmaxFineTuning.standard(),
            "LWF", Lwf.standard(),
            "LWF-MC", LwfMc.standard(),
            "ILT", Ilt.standard(),
            "MiB", Mib.standard());
    return methods.get(golden.meta().get("method").asText());
  }
}
