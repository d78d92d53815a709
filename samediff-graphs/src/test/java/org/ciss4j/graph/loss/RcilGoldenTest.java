// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.MapsOnly;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Pooled cubes against numbers of the official code of RCIL. */
class RcilGoldenTest {
  private static final Map<Endpoint, String> MAPS =
      new EnumMap<>(
          Map.of(
              Endpoint.STAGE_1, "feat0",
              Endpoint.FEATURES, "feat1",
              Endpoint.SMALL_LOGITS, "logits"));

  @Test
  void pixels() {
    for (Golden golden : Golden.cases("rcil_pckd")) {
      double[] weights = weights(golden, "factor_spatial");
      check(
          golden,
          "spatial",
          List.of(CubeTerms.pixels(weights[0], 3), CubeTerms.pixelsOfLogits(weights[1], 3)));
    }
  }

  @Test
  void channels() {
    for (Golden golden : Golden.cases("rcil_pckd")) {
      double[] weights = weights(golden, "factor_channel");
      check(
          golden,
          "channel",
          List.of(CubeTerms.channels(weights[0], 2), CubeTerms.channelsOfFeatures(weights[1], 2)));
    }
  }

  private static double[] weights(Golden golden, String key) {
    double schedule = golden.number("schedule");
    return new double[] {
      golden.meta().get(key).get(0).asDouble() * schedule,
      golden.meta().get(key).get(1).asDouble() * schedule
    };
  }

  /** Maps that a case does not have are zeros on both sides, which are no distance. */
  private static void check(Golden golden, String axis, List<LossTerm> terms) {
    Map<Endpoint, INDArray> own = new EnumMap<>(Endpoint.class);
    Map<Endpoint, INDArray> taught = new EnumMap<>(Endpoint.class);
    long images = golden.shape("feat0_new")[0];
    for (Endpoint empty : List.of(Endpoint.STAGE_2, Endpoint.STAGE_3, Endpoint.STAGE_4)) {
      own.put(empty, Nd4j.zeros(DataType.FLOAT, images, 1, 2, 2));
      taught.put(empty, Nd4j.zeros(DataType.FLOAT, images, 2, 2, 1));
    }
    MAPS.forEach(
        (endpoint, name) -> {
          INDArray old = golden.array(name + "_old");
          boolean logits = endpoint == Endpoint.SMALL_LOGITS;
          own.put(endpoint, golden.array(name + "_new"));
          taught.put(endpoint, logits ? old : old.permute(0, 2, 3, 1).dup('c'));
        });
    List<Integer> classes = List.of(golden.integer("n_old_outputs") - 1, golden.integer("n_new"));
    MapsOnly student = MapsOnly.of(new HeadLayout(classes).withBackground(), own, 8, 8);
    INDArray label = Nd4j.zeros(DataType.INT32, images, 8, 8);
    try (Objective.Value value =
        Objective.of(student.graph(), terms)
            .evaluate(student.image(), Objective.Targets.of(label), taught, 0)) {
      golden.assertClose("loss_" + axis, value.total());
      MAPS.forEach(
          (endpoint, name) -> {
            String gradient = "d_" + name + "_new_" + axis;
            if (golden.has(gradient)) {
              student.checkGradient(golden, gradient, endpoint, value.gradients());
            }
          });
    }
  }
}
