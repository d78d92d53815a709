// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.loss.View;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.MapsOnly;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.method.label.EntropyPseudoLabels;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The nine losses of an iteration of LSKD's official trainer, and their sum. */
class LskdTotalGoldenTest {
  private static final Map<Endpoint, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(Endpoint.STAGE_1, "stage1");
    NAMES.put(Endpoint.STAGE_2, "stage2");
    NAMES.put(Endpoint.STAGE_3, "stage3");
    NAMES.put(Endpoint.STAGE_4, "stage4");
    NAMES.put(Endpoint.FEATURES, "pre_logits");
    NAMES.put(Endpoint.SMALL_LOGITS, "logits_small");
  }

  @Test
  void iterations() {
    for (Golden golden : Golden.cases("lskd_total")) {
      check(golden);
    }
  }

  private static void check(Golden golden) {
    int old = golden.integer("n_old_outputs");
    int novel = golden.integer("n_new");
    Step step = new Step(1, ids(1, old - 1), ids(old, novel), List.of());
    Lskd method =
        (Lskd)
            Methods.with(
                Lskd.voc(),
                Map.of(
                    "entropy", "faithful",
                    "groups", golden.meta().get("mcd_groups").asText(),
                    "context", golden.meta().get("mcd_weight").asText(),
                    "unkd", golden.meta().get("kd_weight").asText(),
                    "pod", golden.meta().get("pod_factor").asText(),
                    "podLogits", golden.meta().get("pod_factor_logits").asText()));
    HeadLayout layout = new HeadLayout(List.of(old - 1, novel)).withBackground();
    INDArray input = golden.array("label_input");
    Map<Endpoint, INDArray> own = new HashMap<>();
    NAMES.forEach((map, name) -> own.put(map, golden.array("new_" + name)));
    MapsOnly student = MapsOnly.of(layout, own, (int) input.size(1), (int) input.size(2));
    List<LossTerm> terms = method.lossTerms(step);
    Objective objective = Objective.of(student.graph(), terms);
    Map<View, Map<Endpoint, INDArray>> taught = taught(golden, objective);
    EntropyPseudoLabels pseudo =
        (EntropyPseudoLabels) method.pseudoLabels(step, layout).orElseThrow();
    try (PseudoLabels.Completed completed =
            pseudo.complete(
                input,
                Map.of(Endpoint.SMALL_CLASS_LOGITS, golden.array("old_logits_small")),
                golden.doubles("thresholds"));
        Objective.Value value =
            objective.evaluate(
                new Objective.Feeds(
                    student.image(),
                    new Objective.Targets(completed.label(), null, completed.imageWeights()),
                    taught,
                    0),
                Map.of())) {
      assertThat(completed.label()).as("%s", golden).isEqualTo(golden.array("label_after_pseudo"));
      List<Double> losses = new ArrayList<>();
      terms.forEach(term -> losses.add(term.weight() * value.terms().get(term.name())));
      golden.assertClose("task_loss", losses.stream().mapToDouble(x -> x).toArray());
      golden.assertClose("total", value.total());
    }
  }

  private static List<Integer> ids(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }

  private static Map<View, Map<Endpoint, INDArray>> taught(Golden golden, Objective objective) {
    Map<View, Map<Endpoint, INDArray>> taught = new TreeMap<>();
    objective
        .taught()
        .forEach(
            (view, endpoints) -> {
              String prefix =
                  Map.of("plain", "old_", "without_old", "old_maskedold_")
                      .getOrDefault(view.name(), "old_maskednew_");
              Map<Endpoint, INDArray> said = new HashMap<>();
              endpoints.forEach(
                  endpoint ->
                      said.put(
                          endpoint, said(golden.array(prefix + NAMES.get(endpoint)), endpoint)));
              taught.put(view, said);
            });
    return taught;
  }

  private static INDArray said(INDArray map, Endpoint endpoint) {
    return endpoint == Endpoint.SMALL_LOGITS ? map : map.permute(0, 2, 3, 1).dup('c');
  }
}
