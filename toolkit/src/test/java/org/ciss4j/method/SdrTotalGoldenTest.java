// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.loss.View;
import org.ciss4j.graph.model.HeadOnly;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An iteration of SDR's official trainer: prototypes, the six losses, and all gradients. */
class SdrTotalGoldenTest {
  @Test
  void iterations() {
    for (Golden golden : Golden.cases("sdr_total")) {
      check(golden);
    }
  }

  private static void check(Golden golden) {
    Map<String, String> settings =
        Map.of(
            "faithful", "true",
            "unkd", weight(golden, "kd"),
            "matching", weight(golden, "pm"),
            "attraction", weight(golden, "attraction"),
            "repulsion", weight(golden, "repulsion"),
            "sparsity", weight(golden, "sparsity"));
    Method method = Methods.with(Sdr.standard(), settings);
    HeadOnly student = HeadOnly.softmaxStudent(golden);
    HeadOnly teacher = HeadOnly.softmaxTeacher(golden);
    Objective objective = Objective.of(student.graph(), method.lossTerms(step(golden)));
    INDArray counts = golden.array("count_before");
    Map<String, INDArray> remembered =
        Map.of(
            "prototypes",
            golden.array("prototypes_before"),
            "prototypes_seen",
            counts.reshape(counts.length()));
    try (Objective.Value value =
        objective.evaluate(
            new Objective.Feeds(
                student.image(),
                new Objective.Targets(golden.array("label"), null, null, remembered),
                Map.of(View.PLAIN, teacher.outputs(objective.teacherEndpoints())),
                0),
            Map.of())) {
      golden.assertClose("loss_ce", value.terms().get("unce"));
      golden.assertClose("loss_pm", value.terms().get("matching"));
      golden.assertClose("loss_sparsity", value.terms().get("sparsity"));
      golden.assertClose("loss_attraction", value.terms().get("attraction"));
      golden.assertClose("loss_repulsion", value.terms().get("repulsion"));
      golden.assertClose("total", value.total());
      golden.assertClose("prototypes_after", value.next().get("prototypes"));
      golden.assertClose("count_after", value.next().get("prototypes_seen"));
      student.checkGradients(golden, value.gradients());
    }
  }

  private static String weight(Golden golden, String name) {
    return golden.meta().get("weights").get(name).asText();
  }

  private static Step step(Golden golden) {
    int old = golden.integer("n_old_outputs");
    int novel = golden.integer("n_new");
    return new Step(
        1,
        IntStream.range(1, old).boxed().toList(),
        IntStream.range(old, old + novel).boxed().toList(),
        List.of());
  }
}
