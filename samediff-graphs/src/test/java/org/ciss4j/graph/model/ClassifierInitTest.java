// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

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

  /** Convolution, normalisation with its statistics, and rows; what they compute is theirs too. */
  @Test
  void fromUnknownEqualsTheOfficialCodeOfSsul() {
    Map<String, String> names =
        Map.of(
            ".0.weight", ".conv.weight",
            ".1.weight", ".norm.weight",
            ".1.bias", ".norm.bias",
            ".1.running_mean", ".norm.running_mean",
            ".1.running_var", ".norm.running_var",
            ".3.weight", ".weight",
            ".3.bias", ".bias");
    for (Golden golden : Golden.cases("ssul_head_init")) {
      List<Integer> heads = new ArrayList<>();
      golden.meta().get("heads").forEach(outputs -> heads.add(outputs.asInt()));
      HeadLayout layout = new HeadLayout(heads.subList(2, heads.size())).convolved(true);
      Map<String, INDArray> arrays = new HashMap<>();
      names.forEach(
          (theirs, own) -> arrays.put("cls.unknown" + own, golden.array("head0" + theirs)));
      arrays.put(HeadOnly.TRUNK, golden.array("x"));
      Parameters parameters = new Parameters(arrays, 1);
      int height = (int) golden.shape("out")[2];
      int width = (int) golden.shape("out")[3];
      HeadOnly network = HeadOnly.of(layout, SignRule.PRODUCT, parameters, height, width);
      ClassifierInit.fromUnknown(parameters, layout);
      String newest = HeadLayout.classifierName(layout.steps() - 1);
      names.forEach(
          (theirs, own) ->
              assertThat(parameters.get(newest + own).data().asFloat())
                  .as("%s %s", golden, own)
                  .isEqualTo(golden.floats("head" + (heads.size() - 1) + theirs)));
      INDArray actual = network.outputs(List.of(Endpoint.CLASS_LOGITS)).get(Endpoint.CLASS_LOGITS);
      INDArray expected = golden.array("out");
      assertThat(actual.shape()).isEqualTo(expected.shape());
      for (int channel = 0; channel < expected.size(1); channel++) {
        if (channel == 0 || channel >= layout.oldOutputs()) {
          INDArray ofChannel = channel(expected, channel);
          assertThat(channel(actual, channel).sub(ofChannel).amaxNumber().doubleValue())
              .as("%s channel %s", golden, channel)
              .isLessThan(1e-5 * expected.amaxNumber().doubleValue());
        }
      }
    }
  }

  /** What a classifier starts from does not move with it. */
  @Test
  void theUnknownStaysWhatItIs() {
    HeadLayout layout = new HeadLayout(List.of(2, 3)).convolved(true);
    Parameters parameters = HeadOnly.random(layout, SignRule.PRODUCT, 4).graph().parameters();
    Parameters before = parameters.copy(0);
    ClassifierInit.fromUnknown(parameters, layout);
    before
        .arrays()
        .forEach(
            (name, array) -> {
              if (!name.startsWith("cls.2.")) {
                assertThat(parameters.get(name)).as(name).isEqualTo(array);
              }
            });
    parameters.get("cls.2.conv.weight").addi(1);
    assertThat(parameters.get("cls.unknown.conv.weight"))
        .isEqualTo(before.get("cls.unknown.conv.weight"));
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

  private static INDArray channel(INDArray map, int channel) {
    return map.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(channel, channel + 1),
        NDArrayIndex.all(),
        NDArrayIndex.all());
  }
}
