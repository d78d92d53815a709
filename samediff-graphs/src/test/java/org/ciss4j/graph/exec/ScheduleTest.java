// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.graph.Graphs;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ScheduleTest {
  private final SameDiff graph = Graphs.create();
  private final SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1);
  private final SDVariable twice = graph.identity("twice", x.mul(2));
  private final SDVariable unused = graph.identity("unused", x.mul(3));
  private final SDVariable sum = graph.identity("sum", twice.add(twice));

  @Test
  void onlyWhatIsNeededRuns() {
    Schedule schedule = Schedule.of(graph, Set.of(sum.name())).orElseThrow();
    assertThat(schedule.ops()).hasSize(4);
    assertThat(schedule.ops())
        .flatExtracting(op -> op.getOutputsOfOp())
        .contains("twice")
        .doesNotContain(unused.name());
  }

  @Test
  void oneArrayUnderSeveralNamesIsGivenOnceForEach() {
    graph.identity("again", sum);
    graph.identity("input", x);
    INDArray input = Nd4j.createFromArray(1f, 2f);
    Graphs.Values values =
        Graphs.run(graph, Map.of("x", input), List.of("sum", "again", "input", "twice"));
    assertThat(values.get("again")).isEqualTo(values.get("sum"));
    assertThat(values.get("again").data()).isNotSameAs(values.get("sum").data());
    assertThat(values.get("input").data()).isNotSameAs(input.data());
    assertThat(values.get("twice").toFloatVector()).containsExactly(2, 4);
    values.close();
    assertThat(input.toFloatVector()).containsExactly(1, 2);
  }

  @Test
  void graphsMayGrowBetweenRuns() {
    INDArray input = Nd4j.createFromArray(1f, 2f);
    assertThat(Graphs.run(graph, Map.of("x", input), List.of("sum")).get("sum").toFloatVector())
        .containsExactly(4, 8);
    graph.identity("more", sum.add(1));
    assertThat(Graphs.run(graph, Map.of("x", input), List.of("more")).get("more").toFloatVector())
        .containsExactly(5, 9);
  }

  @Test
  void missingInputsAreNamed() {
    assertThatThrownBy(() -> Graphs.run(graph, Map.of(), List.of("sum")))
        .hasMessageContaining("input x of the graph is missing");
  }

  @Test
  void clocksMeasureOpsByKind() {
    try (OpClock clock = OpClock.start()) {
      Graphs.run(graph, Map.of("x", Nd4j.createFromArray(1f)), List.of("sum"));
      assertThat(clock.seconds()).containsKey("add");
      assertThat(clock.seconds().values()).allMatch(seconds -> seconds >= 0);
      assertThatThrownBy(OpClock::start).isInstanceOf(IllegalStateException.class);
    }
  }
}
