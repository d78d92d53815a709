// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole networks of two branches. */
class TwoBranchesTest {
  private static final HeadLayout LAYOUT = new HeadLayout(List.of(2)).withBackground();
  private static final Mode FROZEN = new Mode(false, 0).with(Branching.SECOND);
  private static final Network SMALL =
      new Network(new ResNet("small", true, List.of(1, 2, 1, 1), 4, 16), 8);

  static List<Network> networks() {
    return List.of(
        SMALL,
        new Network(new ResNet("basic", false, List.of(1, 1, 1, 1), 4, 16), 8),
        new Network(new MobileNetV2(16), 8));
  }

  private static SegmentationGraph graph(Network network, Mode mode, Parameters parameters) {
    return SegmentationGraph.build(
        network, LAYOUT, mode, SignRule.PRODUCT, parameters, Set.of(), Backend.CPU.ops());
  }

  /** Two branches as if each had been trained in its own way. */
  private static Parameters trained(Network network) {
    Parameters parameters = new Parameters(3);
    graph(network, FROZEN, parameters);
    Random random = new Random(4);
    parameters
        .arrays()
        .forEach(
            (name, array) -> {
              if (array.rank() == 1 && !name.startsWith("cls.")) {
                for (long i = 0; i < array.length(); i++) {
                  array.putScalar(i, 0.5 + random.nextDouble());
                }
              } else if (TwoBranches.isOfSecond(name) && array.rank() == 4) {
                array.addi(Nd4j.rand(array.shape()).subi(0.5).muli(0.3));
              }
            });
    return parameters;
  }

  private static INDArray logits(SegmentationGraph graph, INDArray image, double share) {
    Map<String, INDArray> inputs = new HashMap<>(graph.inputs(image, 7));
    inputs.replaceAll((name, array) -> name.startsWith("share/") ? array.mul(0).add(share) : array);
    String name = graph.endpoint(Endpoint.LOGITS).name();
    return Graphs.run(graph.graph(), inputs, List.of(name)).get(name);
  }

  private static INDArray image() {
    return Nd4j.rand(DataType.FLOAT, 2, 3, 40, 48).subi(0.5);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void mergingKeepsTheFunction(Network network) {
    Parameters two = trained(network);
    INDArray image = image();
    INDArray before = logits(graph(network, FROZEN, two), image, DropPath.MEAN);
    Parameters one = TwoBranches.of(network, LAYOUT).merge(two);
    assertThat(one.arrays().keySet()).noneMatch(TwoBranches::isOfSecond);
    Map<String, List<Long>> shapes = SegmentationGraph.parameterShapes(network, LAYOUT);
    assertThat(one.arrays().keySet()).hasSameElementsAs(shapes.keySet());
    INDArray after = logits(graph(network, Mode.INFERENCE, one), image, 0);
    assertClose(after, before);
    // And so does beginning with two copies of what was merged.
    Parameters copies = one.copy(0);
    SegmentationGraph again = graph(network, FROZEN, copies);
    for (double share : new double[] {0, DropPath.MEAN, 1}) {
      assertClose(logits(again, image, share), before);
    }
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    double most = expected.sub(expected.meanNumber()).amaxNumber().doubleValue();
    assertThat(most).isPositive();
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-4 * most);
  }

  /** Weights of one direction are of maps that correlate, and those at right angles do not. */
  @Test
  void theMergedMapVariesAsMapsOfIndependentInputsWould() {
    ConvUnit unit = new ConvUnit(Part.BACKBONE, "c", "n", 2, 2, 1, ConvOptions.PLAIN);
    Map<String, INDArray> arrays = new HashMap<>();
    float[][] weights = {{1, 1, 3, 0}, {2, 2, 0, 3}};
    List<ConvUnit> branches = List.of(unit, unit.second());
    for (int i = 0; i < 2; i++) {
      ConvUnit branch = branches.get(i);
      arrays.put(branch.weights(), Nd4j.createFromArray(weights[i]).reshape(2, 2, 1, 1));
      arrays.put(branch.layer() + ".weight", Nd4j.createFromArray(2f, 2f));
      arrays.put(branch.layer() + ".bias", Nd4j.createFromArray(0f, 4f));
      arrays.put(branch.layer() + ".running_mean", Nd4j.createFromArray(1f, 1f));
      arrays.put(branch.layer() + ".running_var", Nd4j.createFromArray(16f, 16f));
    }
    Parameters merged = new TwoBranches(List.of(unit)).merge(Parameters.trained(arrays));
    assertThat(merged.get("backbone.n.running_var").toFloatVector())
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(4, 2);
    assertThat(merged.get("backbone.n.running_mean").toFloatVector())
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(0.5f, 0.5f);
    assertThat(merged.get("backbone.n.bias").toFloatVector()).containsExactly(0, 4);
  }

  @Test
  void onlyTheSecondBranchIsTrainedOnceTheFirstIsMerged() {
    List<String> trained =
        graph(SMALL, new Mode(true, 0).with(Branching.SECOND), new Parameters(1)).trainable();
    assertThat(trained)
        .contains(
            "backbone.second.layer1.0.conv2.weight",
            "backbone.second.layer1.0.bn2.bias",
            "aspp.second.convs.0.0.weight",
            "aspp.second.last_conv.1.weight",
            "backbone.layer1.0.conv1.weight",
            "aspp.project.0.weight")
        .doesNotContain(
            "backbone.layer1.0.conv2.weight",
            "backbone.layer1.0.bn2.bias",
            "aspp.convs.3.0.weight");
    assertThat(graph(SMALL, new Mode(true, 0).with(Branching.BOTH), new Parameters(1)).trainable())
        .contains("backbone.layer1.0.conv2.weight", "backbone.second.layer1.0.conv2.weight");
    // Normalisations that are kept as a file has them are kept in both branches.
    Mode kept =
        new Mode(true, 0)
            .with(Branching.BOTH)
            .freezing(
                List.of(
                    "backbone.layer1.0.bn2.weight",
                    "backbone.layer1.0.bn2.bias",
                    "backbone.layer1.0.bn2.running_mean",
                    "backbone.layer1.0.bn2.running_var"));
    assertThat(graph(SMALL, kept, new Parameters(1)).trainable())
        .contains("backbone.second.layer1.0.conv2.weight")
        .doesNotContain("backbone.layer1.0.bn2.bias", "backbone.second.layer1.0.bn2.bias");
  }

  /** A third each; alike for a seed, otherwise for another layer. */
  @Test
  void channelsAreDroppedByChance() {
    float[] shares = DropPath.shares("backbone.bn2", 3000, 5);
    int[] counts = new int[3];
    for (float share : shares) {
      counts[(int) (2 * share)]++;
    }
    assertThat(counts[0]).isBetween(900, 1080);
    assertThat(counts[2]).isBetween(900, 1080);
    assertThat(counts[1]).isBetween(930, 1110);
    assertThat(DropPath.shares("backbone.bn2", 3000, 5)).isEqualTo(shares);
    assertThat(DropPath.shares("backbone.bn3", 3000, 5)).isNotEqualTo(shares);
    assertThat(DropPath.shares("backbone.bn2", 3000, 6)).isNotEqualTo(shares);
    List<Double> edges = new ArrayList<>();
    for (double chance : new double[] {0, 0.32999, 0.33, 0.65999, 0.66, 1}) {
      edges.add(DropPath.share(chance));
    }
    assertThat(edges).containsExactly(1.0, 1.0, 0.0, 0.0, 0.5, 0.5);
  }

  /** What is trained has nothing left of another network. */
  @Test
  void aNetworkOfOneBranchHasNothingToMerge() {
    Parameters one = new Parameters(1);
    graph(SMALL, Mode.INFERENCE, one);
    assertThatThrownBy(() -> TwoBranches.of(SMALL, LAYOUT).merge(one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("second");
  }
}
