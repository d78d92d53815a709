// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.Graphs;
import org.ciss4j.learn.Losses;
import org.ciss4j.learn.StepData;
import org.ciss4j.learn.TermWeights;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The mixture of terms of one parameter each, whose gradients are known. */
class PlanSearchTest {
  private static final Losses LOSSES = new Losses(0, Map.of(), Map.of(), 1e-3);

  /** Terms are linear in two numbers; what is judged falls along the first of them. */
  private static TermWeights.TermGradients gradients(Map<String, double[]> slopes) {
    return new TermWeights.TermGradients() {
      @Override
      public Map<String, Graphs.Values> of(Map<String, List<String>> parameters) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Graphs.Values ofOther(Batch batch, String term) {
        assertThat(term).isEqualTo("ce");
        return new Graphs.Values(Map.of("w", Nd4j.createFromArray(4f, 0f)));
      }

      @Override
      public Map<String, Double> moved(Map<String, INDArray> direction, double factor) {
        Map<String, Double> terms = new HashMap<>();
        INDArray by = direction.get("w").mul(factor);
        assertThat(by.norm2Number().doubleValue()).isCloseTo(0.01, within(1e-6));
        slopes.forEach(
            (term, slope) ->
                terms.put(term, 5 + slope[0] * by.getDouble(0) + slope[1] * by.getDouble(1)));
        return terms;
      }
    };
  }

  private static StepData data() {
    return new StepData() {
      @Override
      public int batchesPerEpoch() {
        return 1;
      }

      @Override
      public int batchesOfAllImages() {
        return 1;
      }

      @Override
      public boolean labelsOldClasses() {
        return false;
      }

      @Override
      public void pass(String purpose, Consumer<Batch> look) {}

      @Override
      public void keptBack(long number, Consumer<Batch> look) {
        INDArray none = Nd4j.zeros(1);
        look.accept(new Batch(none, none, List.of(), 0));
      }
    };
  }

  private static final Map<String, Double> FACTORS =
      Map.of("pod_stage1", 0.5, "md_stage1", 2.0, "mcd_stage1", 1.0, "pod_logits", 1.0);

  /** At first all schemes have one share, and weights are 1. */
  @Test
  void startsEven() {
    PlanSearch search = new PlanSearch(data(), FACTORS, Map.of());
    assertThat(search.now())
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "pod_stage1", 0.5 / 4,
                    "md_stage1", 2.0 / 4 * 2,
                    "mcd_stage1", 1.0 / 4,
                    "pod_logits", 1.0 / 3)));
    assertThat(search.plan()).hasToString("none-none-none-none-none-none");
  }

  /** What falls along with what is judged gets more, what rises less; none is in between. */
  @Test
  void findsWhatHelps() {
    PlanSearch search = new PlanSearch(data(), FACTORS, Map.of());
    Map<String, double[]> slopes =
        Map.of(
            "pod_stage1", new double[] {3, 9},
            "md_stage1", new double[] {-0.5, 0},
            "mcd_stage1", new double[] {0.5, 0},
            "pod_logits", new double[] {-1, 9});
    for (int i = 0; i < 60; i++) {
      search.follow(LOSSES, gradients(slopes));
    }
    LayerPlan plan = search.plan();
    assertThat(plan.layers().get(0).scheme()).isEqualTo(LayerPlan.Scheme.POD);
    assertThat(plan.layers().get(0).weight()).isGreaterThan(1);
    assertThat(plan.layers().get(5).scheme()).isIn(LayerPlan.Scheme.NONE, LayerPlan.Scheme.MD);
    assertThat(search.findings().get(0)).isEqualTo("found plan: --set plan=" + plan);
    assertThat(LayerPlan.parse(plan.toString())).hasToString(plan.toString());
    PlanSearch next =
        new PlanSearch(
            data(), FACTORS, Map.of("search.chosen", search.state().get("search.chosen")));
    assertThat(next.plan()).isEqualTo(plan);
    assertThat(search.lasting()).containsExactly("search.chosen");
  }
}
