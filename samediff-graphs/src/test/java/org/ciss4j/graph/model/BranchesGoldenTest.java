// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Two branches, and one made of them, against numbers of the official code of RCIL. */
class BranchesGoldenTest {
  private static final Mode TWO = Mode.LATER_STEP.with(Branching.SECOND);

  private static Ops ops(boolean fast) {
    return fast ? Backend.CPU.ops() : Backend.PORTABLE.ops();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dropPath(boolean fast) {
    for (Golden golden : Golden.cases("rcil_droppath")) {
      INDArray share = golden.array("r").ravel();
      for (long c = 0; c < share.length(); c++) {
        share.putScalar(c, DropPath.share(share.getDouble(c)));
      }
      INDArray first = channelsLast(golden, "branch1");
      INDArray second = channelsLast(golden, "branch2");
      golden.assertClose("mixed", mixed(ops(fast), first, second, share));
    }
  }

  /** Before the next step, and after it, where the second branch is beside what it is part of. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void meansOfBranches(boolean fast) {
    for (Golden golden : Golden.cases("rcil_merge")) {
      INDArray first = channelsLast(golden, "branch1_before");
      INDArray second = channelsLast(golden, "branch2_before");
      INDArray before = mixed(ops(fast), first, second, half(first.size(3)));
      golden.assertClose("mix_before", before);
      INDArray merged = before.permute(0, 2, 3, 1).dup('c');
      golden.assertClose("mix_after_merge", mixed(ops(fast), merged, second, half(first.size(3))));
    }
  }

  private static INDArray half(long channels) {
    return Nd4j.valueArrayOf(new long[] {channels}, DropPath.MEAN, DataType.FLOAT);
  }

  /** The branches pick what they are to put out from a map that holds both. */
  private static INDArray mixed(Ops ops, INDArray first, INDArray second, INDArray share) {
    long channels = first.size(3);
    ConvUnit unit = unit(2 * channels, channels, 1, ConvOptions.PLAIN);
    Map<String, INDArray> parameters = new HashMap<>();
    for (ConvUnit branch : List.of(unit, unit.second())) {
      put(
          parameters,
          branch,
          Nd4j.zeros(DataType.FLOAT, unit.shape()),
          Nd4j.ones(DataType.FLOAT, channels).muli(Math.sqrt(1 + Layers.EPSILON)),
          Nd4j.zeros(DataType.FLOAT, channels),
          Nd4j.zeros(DataType.FLOAT, channels),
          Nd4j.ones(DataType.FLOAT, channels));
    }
    for (long c = 0; c < channels; c++) {
      parameters.get(unit.weights()).putScalar(new long[] {c, c, 0, 0}, 1);
      parameters.get(unit.second().weights()).putScalar(new long[] {c, channels + c, 0, 0}, 1);
    }
    INDArray both = Nd4j.concat(3, first, second);
    return run(ops, unit, TWO, Parameters.trained(parameters), both, share);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void merging(boolean fast) {
    for (Golden golden : Golden.cases("rcil_merge")) {
      long[] shape = golden.shape("conv2.weight");
      int dilation = golden.integer("dilation");
      ConvUnit unit =
          unit(
              shape[1],
              shape[0],
              3,
              new ConvOptions(golden.integer("stride"), dilation, dilation, 1));
      Parameters parameters = parameters(golden, unit);
      INDArray x = channelsLast(golden, "x");
      INDArray half = half(shape[0]);
      golden.assertClose("output", run(ops(fast), unit, TWO, parameters, x, half));
      Parameters merged = new TwoBranches(List.of(unit)).merge(parameters);
      FoldedConvolution folded = folded(merged, unit);
      golden.assertClose("merged_weight", folded.weight());
      golden.assertClose("merged_bias", folded.bias());
      golden.assertClose("output", run(ops(fast), unit, Mode.INFERENCE, merged, x, half));
    }
  }

  private static ConvUnit unit(long inputs, long outputs, int kernel, ConvOptions options) {
    return new ConvUnit(Part.BACKBONE, "conv2", "bn2", inputs, outputs, kernel, options);
  }

  /** That code's normalisation scales by the absolute value of its weight. */
  private static Parameters parameters(Golden golden, ConvUnit unit) {
    Map<String, INDArray> parameters = new HashMap<>();
    put(golden, "", golden.array("conv2.bias"), parameters, unit);
    put(golden, "_new", golden.array("conv2.bias").mul(0), parameters, unit.second());
    return Parameters.trained(parameters);
  }

  /** A bias of the convolution moves its mean. */
  private static void put(
      Golden golden, String suffix, INDArray bias, Map<String, INDArray> parameters, ConvUnit to) {
    String norm = "bn2" + suffix;
    put(
        parameters,
        to,
        golden.array("conv2" + suffix + ".weight"),
        Transforms.abs(golden.array(norm + ".weight")).add(golden.number("eps")),
        golden.array(norm + ".bias"),
        golden.array(norm + ".running_mean").sub(bias),
        golden.array(norm + ".running_var"));
  }

  private static void put(Map<String, INDArray> parameters, ConvUnit to, INDArray... arrays) {
    for (int i = 0; i < arrays.length; i++) {
      parameters.put(to.parameters().get(i), arrays[i]);
    }
  }

  private static FoldedConvolution folded(Parameters parameters, ConvUnit unit) {
    INDArray shift = parameters.get(unit.layer() + ".bias");
    return new FoldedConvolution(parameters.get(unit.weights()), Nd4j.zerosLike(shift))
        .folded(
            parameters.get(unit.layer() + ".weight"),
            shift,
            parameters.get(unit.layer() + ".running_mean"),
            parameters.get(unit.layer() + ".running_var"),
            Layers.EPSILON);
  }

  /** {@code [N, C, H, W]}. */
  private static INDArray run(
      Ops ops, ConvUnit unit, Mode mode, Parameters parameters, INDArray x, INDArray share) {
    SameDiff graph = Graphs.create();
    Layers layers = new Layers(graph, ops, parameters, mode, graph.constant(0L));
    SDVariable y = layers.branched(graph.constant(x), unit, Activation.NONE);
    Map<String, INDArray> inputs =
        mode.branching() == Branching.ONE ? Map.of() : Map.of(Layers.shareOf(unit), share);
    return Graphs.run(graph, inputs, List.of(y.name())).get(y.name()).permute(0, 3, 1, 2);
  }

  private static INDArray channelsLast(Golden golden, String name) {
    return golden.array(name).permute(0, 2, 3, 1).dup('c');
  }
}
