// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.cpu.OpCheck;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadOnly;
import org.ciss4j.graph.option.SignRule;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The objective of DKD, its parts and its gradients, against numbers of the official trainers. */
class DkdGoldenTest {
  private static final Step BASE = new Step(0, List.of(), List.of(1), List.of(2));
  private static final Step LATER = new Step(1, List.of(1), List.of(2), List.of());

  @Test
  void laterSteps() {
    for (Golden golden : Golden.cases("total")) {
      Objective.Value value = evaluate(golden, LATER);
      value.terms().forEach((name, loss) -> close(golden, "loss_" + name, loss));
      assertThat(value.terms()).containsOnlyKeys("mbce", "kd", "dkd_pos", "dkd_neg", "ac");
    }
  }

  @Test
  void baseStep() {
    for (Golden golden : Golden.cases("total_base_step")) {
      Objective.Value value = evaluate(golden, BASE);
      assertThat(value.terms()).containsOnlyKeys("mbce", "ac");
      close(golden, "loss_ac", value.terms().get("ac"));
      double perClass = value.terms().get("mbce") / golden.integer("classes_new");
      close(golden, "loss_mbce_mean_over_classes", perClass);
    }
  }

  private static Objective.Value evaluate(Golden golden, Step step) {
    Dkd voc = Dkd.voc();
    double gamma = golden.number("gamma");
    Dkd method =
        new Dkd(
            step.isBase() ? gamma : voc.posWeight(),
            step.isBase() ? voc.laterPosWeight() : gamma,
            voc.kd(),
            voc.dkdPositive(),
            voc.dkdNegative(),
            voc.ac(),
            voc.tau(),
            SignRule.WEIGHT);
    HeadOnly student = HeadOnly.student(golden, method.signRule());
    Objective objective = Objective.of(student.graph(), method.lossTerms(step));
    Map<Endpoint, INDArray> taught =
        step.isBase()
            ? Map.of()
            : HeadOnly.teacher(golden, method.signRule()).outputs(objective.teacherEndpoints());
    Objective.Value value = objective.evaluate(student.image(), student.label(golden), taught, 0);
    close(golden, "loss", value.total());
    student.checkGradients(golden, value.gradients());
    return value;
  }

  private static void close(Golden golden, String name, double actual) {
    OpCheck.assertClose(golden + " " + name, new double[] {actual}, golden.doubles(name));
  }
}
