// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.op.SignRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClassifierInitTest {
  @Test
  void equalsTheOfficialCodeBitForBit() {
    for (Golden golden : Golden.cases("classifier_init")) {
      List<Integer> classes = new ArrayList<>();
      golden.meta().get("classes_prev").forEach(count -> classes.add(count.asInt()));
      HeadLayout before = new HeadLayout(classes);
      classes.add(golden.integer("classes_new"));
      HeadLayout after = new HeadLayout(classes);
      Map<String, INDArray> arrays =
          HeadOnly.classifiers(golden.array("weight_prev"), golden.array("bias_prev"), before);
      arrays.put(HeadOnly.TRUNK, Nd4j.ones(1, golden.integer("D"), 1, 1));
      Parameters parameters = new Parameters(arrays, 1);
      HeadOnly.of(after, SignRule.PRODUCT, parameters, 1, 1);
      ClassifierInit.fromAuxiliary(parameters, after);
      HeadOnly.classifiers(golden.array("weight"), golden.array("bias"), after)
          .forEach(
              (name, expected) ->
                  assertThat(parameters.get(name).data().asFloat())
                      .as("%s %s", golden, name)
                      .isEqualTo(expected.data().asFloat()));
    }
  }

  @Test
  void newRowsEqualTheAuxiliaryClassifierAndNothingElseMoves() {
    HeadLayout layout = new HeadLayout(List.of(2, 3));
    Parameters parameters = HeadOnly.random(layout, SignRule.PRODUCT, 4).graph().parameters();
    Parameters before = parameters.copy(0);
    ClassifierInit.fromAuxiliary(parameters, layout);
    for (String suffix : List.of(".weight", ".bias")) {
      INDArray rows = parameters.get("cls.2" + suffix);
      for (long row = 0; row < 3; row++) {
        assertThat(rows.slice(row)).isEqualTo(before.get("cls.0" + suffix).slice(0));
      }
      assertThat(rows).isNotEqualTo(before.get("cls.2" + suffix));
      for (String other : List.of("cls.0", "cls.1")) {
        assertThat(parameters.get(other + suffix)).isEqualTo(before.get(other + suffix));
      }
    }
  }

  @Test
  void newRowsAndTheBackgroundShareWhatTheBackgroundHad() {
    HeadLayout layout = new HeadLayout(List.of(2, 3)).withBackground();
    Parameters parameters = HeadOnly.random(layout, SignRule.PRODUCT, 4).graph().parameters();
    assertThat(parameters.contains("cls.0.weight")).isFalse();
    assertThat(parameters.get("cls.1.weight").shape()).containsExactly(3, 6, 1, 1);
    Parameters before = parameters.copy(0);
    ClassifierInit.fromBackground(parameters, layout);
    float bias = before.get("cls.1.bias").getFloat(0) - (float) Math.log(4);
    assertThat(parameters.get("cls.1.bias").getFloat(0)).isCloseTo(bias, within(1e-6f));
    assertThat(parameters.get("cls.1.weight")).isEqualTo(before.get("cls.1.weight"));
    for (long row = 0; row < 3; row++) {
      assertThat(parameters.get("cls.2.weight").slice(row))
          .isEqualTo(before.get("cls.1.weight").slice(0));
      assertThat(parameters.get("cls.2.bias").getFloat(row)).isCloseTo(bias, within(1e-6f));
    }
  }

  @Test
  void fromBackgroundEqualsTheOfficialCodeOfMib() {
    for (Golden golden : Golden.cases("mib_init")) {
      List<Integer> classes = List.of(golden.integer("n_old_outputs") - 1, golden.integer("n_new"));
      HeadLayout layout = new HeadLayout(classes).withBackground();
      Parameters parameters =
          new Parameters(
              HeadOnly.classifiers(
                  golden.array("weight_before"), golden.array("bias_before"), layout),
              1);
      ClassifierInit.fromBackground(parameters, layout);
      INDArray[] weights = new INDArray[2];
      INDArray[] biases = new INDArray[2];
      for (int step = 0; step < 2; step++) {
        INDArray weight = parameters.get(HeadLayout.classifierName(step) + ".weight");
        weights[step] = weight.reshape(weight.size(0), weight.size(1));
        biases[step] = parameters.get(HeadLayout.classifierName(step) + ".bias");
      }
      assertThat(Nd4j.concat(0, weights).data().asFloat())
          .as("%s", golden)
          .isEqualTo(golden.floats("weight_after"));
      golden.assertClose("bias_after", Nd4j.concat(0, biases));
    }
  }
}
