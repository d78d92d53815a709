// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.MapsOnly;
import org.ciss4j.graph.op.Ops;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Local POD against numbers of the official code of PLOP. */
class PlopGoldenTest {
  private static final Map<Endpoint, String> MAPS =
      new EnumMap<>(
          Map.of(
              Endpoint.STAGE_1, "feat0",
              Endpoint.FEATURES, "feat1",
              Endpoint.SMALL_LOGITS, "logits"));

  /** The distance to zeros is the length of the embedding. */
  @Test
  void embedding() {
    for (Golden golden : Golden.cases("plop_local_pod")) {
      double expected = 0;
      long images = golden.shape("x")[0];
      double[] embedding = golden.doubles("embedding");
      int length = (int) (embedding.length / images);
      for (int n = 0; n < images; n++) {
        double[] ofImage = Arrays.copyOfRange(embedding, n * length, (n + 1) * length);
        expected += Math.sqrt(Arrays.stream(ofImage).map(v -> v * v).sum()) / images;
      }
      for (Ops ops : List.of(Backend.CPU.ops(), Backend.PORTABLE.ops())) {
        SameDiff graph = Graphs.create();
        SDVariable x = graph.constant(golden.array("x").permute(0, 2, 3, 1).dup('c'));
        SDVariable loss = ops.localPod(x, graph.zerosLike(x), List.of(1, 2, 4), true);
        double actual =
            Graphs.run(graph, Map.of(), List.of(loss.name())).get(loss.name()).getDouble(0);
        assertThat(actual).as("%s", golden).isCloseTo(expected, within(1e-5 * expected));
      }
    }
  }

  /** Maps that a case does not have are zeros on both sides, which are no distance. */
  @Test
  void podOfFeaturesAndLogits() {
    for (Golden golden : Golden.cases("plop_pod")) {
      int maps = golden.integer("n_layers");
      double schedule = golden.number("schedule");
      List<LossTerm> terms =
          List.of(
              FeatureTerms.pod(golden.number("pod_factor") * schedule, maps, true),
              FeatureTerms.podOfLogits(golden.number("pod_factor_logits") * schedule, maps, true));
      Map<Endpoint, INDArray> own = new EnumMap<>(Endpoint.class);
      Map<Endpoint, INDArray> taught = new EnumMap<>(Endpoint.class);
      for (Endpoint empty : List.of(Endpoint.STAGE_2, Endpoint.STAGE_3, Endpoint.STAGE_4)) {
        own.put(empty, Nd4j.zeros(DataType.FLOAT, golden.shape("feat0_new")[0], 1, 4, 4));
        taught.put(empty, Nd4j.zeros(DataType.FLOAT, golden.shape("feat0_new")[0], 4, 4, 1));
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
      INDArray label = Nd4j.zeros(DataType.INT32, student.image().size(0), 8, 8);
      try (Objective.Value value =
          Objective.of(student.graph(), terms)
              .evaluate(student.image(), Objective.Targets.of(label), taught, 0)) {
        golden.assertClose("loss", value.total());
        MAPS.forEach(
            (endpoint, name) ->
                student.checkGradient(golden, "d_" + name + "_new", endpoint, value.gradients()));
      }
    }
  }
}
