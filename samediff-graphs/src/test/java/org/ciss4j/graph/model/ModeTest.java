// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModeTest {
  private static final Network NETWORK = new Network(ResNet.resNet18(), 4);
  private static final HeadLayout LAYOUT = new HeadLayout(List.of(2));

  @Test
  void normalisationsAreFrozenIfTheyAreWhole() {
    Mode mode =
        Mode.BASE_STEP.freezing(
            List.of(
                "backbone.conv1.weight",
                "backbone.bn1.weight",
                "backbone.bn1.bias",
                "backbone.bn1.running_mean",
                "backbone.bn1.running_var",
                "backbone.layer1.0.bn1.running_mean",
                "backbone.layer1.0.bn1.running_var"));
    assertThat(mode).isEqualTo(new Mode(true, 0.1, Set.of("backbone.bn1"), false, Branching.ONE));
    assertThat(mode.followsBatch("backbone.bn1")).isFalse();
    assertThat(mode.followsBatch("backbone.layer1.0.bn1")).isTrue();
    assertThat(Mode.LATER_STEP.followsBatch("backbone.layer1.0.bn1")).isFalse();
  }

  /** The name of the normalisation behind the pooling is that of the network. */
  @Test
  void severalImagesAreNeededWhereThePooledOnesAreNormalised() {
    Set<String> names = SegmentationGraph.parameterShapes(NETWORK, LAYOUT).keySet();
    assertThat(names).contains(Aspp.POOLED_NORM + ".running_var");
    List<String> backbone = names.stream().filter(name -> name.startsWith("backbone.")).toList();
    assertThat(Mode.BASE_STEP.needsSeveralImages()).isTrue();
    assertThat(Mode.BASE_STEP.freezing(backbone).needsSeveralImages()).isTrue();
    assertThat(Mode.BASE_STEP.freezing(names).needsSeveralImages()).isFalse();
    assertThat(Mode.LATER_STEP.needsSeveralImages()).isFalse();
  }

  @Test
  void dropoutIsARate() {
    assertThatThrownBy(() -> new Mode(true, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a dropout rate in [0, 1), got 1.0");
  }
}
