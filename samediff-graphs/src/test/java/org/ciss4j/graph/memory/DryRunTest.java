// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.cpu.ScaleBy;
import org.ciss4j.graph.cpu.SmallNetwork;
import org.ciss4j.graph.cpu.Tensor;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DryRunTest {
  private static final long MEBI = 1L << 20;

  /** A chain of three ops holds two arrays at a time, or three where the middle one is wanted. */
  @Test
  void countsWhatIsHeldAtATime() {
    SameDiff graph = chain();
    long before = Pointer.physicalBytes();
    try (DryRun dry = DryRun.start()) {
      INDArray x = dry.array(DataType.FLOAT, 1024, 1024, 256);
      Graphs.run(graph, Map.of("x", x), List.of("c")).close();
      assertThat(dry.largestBytes()).isEqualTo(1024 * MEBI);
      assertThat(dry.mostBytes()).isEqualTo(2 * 1024 * MEBI);
      Graphs.run(graph, Map.of("x", x), List.of("a", "c")).close();
      assertThat(dry.mostBytes()).isEqualTo(3 * 1024 * MEBI);
    }
    assertThat(Pointer.physicalBytes() - before).isLessThan(300 * MEBI);
  }

  @Test
  void givesTheShapesOfARun() {
    SameDiff graph = SmallNetwork.build(3);
    Graphs.differentiate(graph, graph.getVariable(SmallNetwork.LOSS));
    Map<String, INDArray> inputs =
        Map.of(
            "image", Tensor.random(1, 2, 3, 32, 40).array(),
            "label", Nd4j.zeros(DataType.INT32, 2, 32, 40),
            "seed", Nd4j.scalar(1L));
    Graphs.Result earnest =
        Graphs.runWithGradients(graph, inputs, SmallNetwork.OUTPUTS, SmallNetwork.VARIABLES);
    try (DryRun dry = DryRun.start()) {
      Graphs.Result result =
          Graphs.runWithGradients(
              graph,
              Map.of(
                  "image", dry.array(DataType.FLOAT, 2, 3, 32, 40),
                  "label", dry.array(DataType.INT32, 2, 32, 40),
                  "seed", Nd4j.scalar(1L)),
              SmallNetwork.OUTPUTS,
              SmallNetwork.VARIABLES);
      earnest
          .gradients()
          .forEach(
              (name, gradient) ->
                  assertThat(result.gradients().get(name).shape())
                      .as(name)
                      .isEqualTo(gradient.shape()));
    }
  }

  /** What has no memory must not be written: the heap of the process would be damaged. */
  @Test
  void smallArraysAlwaysHaveMemory() {
    DryPool pool = new DryPool();
    pool.release(pool.allocate(false, DataType.FLOAT, 300));
    INDArray small = pool.allocate(false, DataType.FLOAT, 250);
    assertThat(pool.isDry(small)).isFalse();
    assertThat(small.data().length()).isEqualTo(250);
    pool.release(small);
    INDArray large = pool.allocate(false, DataType.FLOAT, 280);
    assertThat(pool.isDry(large)).isTrue();
  }

  /** Sums are no ops of ours and yet are done by us. */
  @Test
  void sumsWriteNothing() {
    SameDiff graph = Graphs.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1);
    x.mul(2).add("sum", x.mul(3));
    try (DryRun dry = DryRun.start()) {
      INDArray nothing = dry.array(DataType.FLOAT, 1000);
      nothing.data().put(0, 7);
      INDArray sum = Graphs.run(graph, Map.of("x", nothing), List.of("sum")).get("sum");
      sum.data().put(0, 7);
      Graphs.recycle(List.of(sum));
      Graphs.run(graph, Map.of("x", nothing), List.of("sum"));
      assertThat(nothing.data().getFloat(0)).isEqualTo(7);
      assertThat(sum.data().getFloat(0)).isEqualTo(7);
    }
  }

  @Test
  void afterItGraphsComputeAgain() {
    SameDiff graph = chain();
    INDArray x = Nd4j.createFromArray(1f, -2f, 3f);
    try (DryRun dry = DryRun.start()) {
      Graphs.run(graph, Map.of("x", dry.array(DataType.FLOAT, 1000, 1000)), List.of("c")).close();
    }
    assertThat(Graphs.run(graph, Map.of("x", x), List.of("c")).get("c").toFloatVector())
        .containsExactly(8, -16, 24);
  }

  /** {@code a = 2 x, b = 2 a, c = 2 b}. */
  private static SameDiff chain() {
    SameDiff graph = Graphs.create();
    SDVariable two = graph.constant(2f);
    SDVariable x = graph.placeHolder("x", DataType.FLOAT);
    SDVariable a = graph.identity("a", new ScaleBy(x, two).outputVariable());
    SDVariable b = graph.identity("b", new ScaleBy(a, two).outputVariable());
    graph.identity("c", new ScaleBy(b, two).outputVariable());
    return graph;
  }
}
