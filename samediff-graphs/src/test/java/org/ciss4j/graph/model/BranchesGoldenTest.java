// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.op.ConvOptions;
import org.ciss4j.graph.op.Graphs;
import org.ciss4j.graph.op.Ops;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Two branches, and one made of them, against numbers of the official code of RCIL. */
class BranchesGoldenTest {
  @Test
  void dropPath() {
    for (Golden golden : Golden.cases("rcil_droppath")) {
      SameDiff graph = Graphs.create();
      SDVariable mixed =
          DropPath.mixed(
              graph.constant(channelsLast(golden, "branch1")),
              graph.constant(channelsLast(golden, "branch2")),
              graph.constant(golden.array("r").ravel()));
      golden.assertClose("mixed", run(graph, mixed).permute(0, 3, 1, 2));
    }
  }

  @Test
  void merging() {
    for (Golden golden : Golden.cases("rcil_merge")) {
      FoldedConvolution first = branch(golden, "", golden.array("conv2.bias"));
      FoldedConvolution second = branch(golden, "_new", golden.array("conv2.bias").mul(0));
      FoldedConvolution merged = first.mean(second);
      golden.assertClose("merged_weight", merged.weight());
      golden.assertClose("merged_bias", merged.bias());
      golden.assertClose("output", run(golden, merged));
    }
  }

  /** Before the next step, and after it, where the second branch is beside what it is part of. */
  @Test
  void meansOfBranches() {
    for (Golden golden : Golden.cases("rcil_merge")) {
      SameDiff graph = Graphs.create();
      SDVariable second = graph.constant(golden.array("branch2_before"));
      SDVariable before = DropPath.mean(graph.constant(golden.array("branch1_before")), second);
      golden.assertClose("mix_before", run(graph, before));
      golden.assertClose("mix_after_merge", run(graph, DropPath.mean(before, second)));
    }
  }

  /** Its normalisation scales by the absolute value of its weight. */
  private static FoldedConvolution branch(Golden golden, String suffix, INDArray bias) {
    String norm = "bn2" + suffix;
    double epsilon = golden.number("eps");
    return new FoldedConvolution(golden.array("conv2" + suffix + ".weight"), bias)
        .folded(
            Transforms.abs(golden.array(norm + ".weight")).add(epsilon),
            golden.array(norm + ".bias"),
            golden.array(norm + ".running_mean"),
            golden.array(norm + ".running_var"),
            epsilon);
  }

  private static INDArray run(Golden golden, FoldedConvolution convolution) {
    SameDiff graph = Graphs.create();
    int dilation = golden.integer("dilation");
    SDVariable y =
        Ops.fast()
            .conv2d(
                graph.constant(channelsLast(golden, "x")),
                graph.constant(convolution.weight()),
                graph.constant(convolution.bias()),
                new ConvOptions(golden.integer("stride"), dilation, dilation, 1));
    return run(graph, y).permute(0, 3, 1, 2);
  }

  private static INDArray run(SameDiff graph, SDVariable y) {
    return Graphs.run(graph, Map.of(), List.of(y.name())).get(y.name());
  }

  private static INDArray channelsLast(Golden golden, String name) {
    return golden.array(name).permute(0, 2, 3, 1).dup('c');
  }
}
