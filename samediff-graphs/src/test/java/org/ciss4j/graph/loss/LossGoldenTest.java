// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.cpu.OpCheck;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadOnly;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Each loss term on the classifiers of a network, against numbers of the official code. */
class LossGoldenTest {
  @ParameterizedTest
  @ValueSource(strings = {"mbce_g1", "mbce_g2", "mbce_g35"})
  void mbce(String item) {
    check(item, golden -> LossTerms.mbce(1, golden.number("gamma")));
  }

  @Test
  void kd() {
    check("kd", golden -> LossTerms.kd(1));
  }

  @Test
  void dkdPositive() {
    check("dkd_pos", golden -> LossTerms.dkdPositive(1));
  }

  @Test
  void dkdNegative() {
    check("dkd_neg", golden -> LossTerms.dkdNegative(1));
  }

  @Test
  void ac() {
    check("ac", golden -> LossTerms.ac(1));
  }

  private static void check(String item, Function<Golden, LossTerm> factory) {
    for (Golden golden : Golden.cases(item)) {
      LossTerm term = factory.apply(golden);
      HeadOnly student = HeadOnly.student(golden, SignRule.WEIGHT);
      Objective objective = Objective.of(student.graph(), List.of(term));
      Map<Endpoint, INDArray> taught =
          objective.teacherEndpoints().isEmpty()
              ? Map.of()
              : HeadOnly.teacher(golden, SignRule.WEIGHT).outputs(objective.teacherEndpoints());
      try (Objective.Value value =
          objective.evaluate(student.image(), student.label(golden), taught, 0)) {
        OpCheck.assertClose(golden + " loss", new double[] {value.total()}, golden.doubles("loss"));
        student.checkGradients(golden, value.gradients());
      }
    }
  }
}
