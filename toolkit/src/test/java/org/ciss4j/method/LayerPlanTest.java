// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerPlanTest {
  private static final Step LATER = new Step(1, List.of(1), List.of(2), List.of());

  @Test
  void readsWhatItWrites() {
    LayerPlan plan = LayerPlan.parse("none-pod@0.25- md - md+mcd@2-pod-md@1");
    assertThat(plan).hasToString("none-pod@0.25-md-md+mcd@2-pod-md");
    assertThat(LayerPlan.parse(plan.toString())).isEqualTo(plan);
    assertThat(plan.of(Endpoint.STAGE_4))
        .isEqualTo(new LayerPlan.Layer(LayerPlan.Scheme.MD_MCD, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pod",
        "pod-pod-pod-pod-pod",
        "pod-pod-pod-pod-pod-md+mcd",
        "pod-pod-pod-pod-pod-pod@0",
        "pod-pod-pod-pod-pod-pod@-1",
        "pod-pod-pod-pod-pod-pod@x",
        "pod-pod-pod-pod-pod-pod@1@1",
        "pod-pod-pod-pod-mcd-pod"
      })
  void saysWhatAPlanIs(String text) {
    assertThatThrownBy(() -> Methods.with(Lskd.voc(), Map.of("plan", text)))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("expected as plan six schemes with hyphens between them")
        .hasMessageEndingWith("got '" + text + "'");
  }

  /** The terms that are there, and their weights; MCD is one term of all layers that have it. */
  @Test
  void decidesTheTerms() {
    Method method = Methods.with(Lskd.voc(), Map.of("plan", "none-pod@2-none-md+mcd@3-none-md"));
    assertThat(method.lossTerms(LATER))
        .extracting(LossTerm::name)
        .containsExactly("ce", "mcd", "unkd", "pod_stage2", "pod_stage4", "pod_logits");
    assertThat(method.lossTerms(LATER))
        .extracting(LossTerm::weight)
        .containsExactly(1.0, 0.005, 10.0, 0.02, 0.03, 0.0005);
  }

  @Test
  void aSearchHasAllTerms() {
    Method method = Methods.with(Lskd.voc(), Map.of("plan", "search"));
    assertThat(method.lossTerms(LATER)).hasSize(2 + 5 * 3 + 2);
    assertThat(method.keptBack(LATER)).isEqualTo(0.2);
    assertThat(Lskd.voc().keptBack(LATER)).isZero();
  }
}
