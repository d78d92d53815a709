// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.kernel.ResizedMaps;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class RandomFeaturesTest {
  private static final Network NETWORK = new Network(ResNet.tiny(), 6);
  private static final RandomFeatures BOTH =
      new RandomFeatures(20, List.of(RandomFeatures.Block.ASPP, RandomFeatures.Block.BACKBONE));
  private static final HeadLayout LAYOUT = new HeadLayout(List.of(2, 1)).withBackground().on(BOTH);

  private static INDArray image() {
    return Nd4j.linspace(DataType.FLOAT, -1, 3e-4, 2 * 3 * 48 * 64).reshape(2, 3, 48, 64);
  }

  @Test
  void logitsAreALinearMapOfActivatedRandomProjectionsOfUnitVectors() {
    Parameters parameters = new Parameters(1);
    try (SegmentationGraph graph =
        SegmentationGraph.build(NETWORK, LAYOUT, Mode.INFERENCE, parameters)) {
      Map<Endpoint, INDArray> out =
          graph.run(image(), Endpoint.FEATURES, Endpoint.BACKBONE, Endpoint.SMALL_LOGITS);
      INDArray logits = out.get(Endpoint.SMALL_LOGITS);
      assertThat(logits.shape()).containsExactly(2, 4, 3, 4);
      INDArray r = parameters.get(RandomFeatures.parameterName());
      double[] x = new double[(int) r.size(1)];
      int aspp = fill(x, 0, out.get(Endpoint.FEATURES), 1, 2, 3);
      fill(x, aspp, out.get(Endpoint.BACKBONE), 1, 2, 3);
      for (int k = 0; k < 4; k++) {
        INDArray weights = parameters.get(k < 3 ? "cls.1.weight" : "cls.2.weight");
        INDArray bias = parameters.get(k < 3 ? "cls.1.bias" : "cls.2.bias");
        int row = k < 3 ? k : 0;
        double expected = bias.getDouble(row);
        for (int d = 0; d < BOTH.width(); d++) {
          double e = 0;
          for (int i = 0; i < x.length; i++) {
            e += r.getDouble(d, i, 0, 0) * x[i];
          }
          expected += weights.getDouble(row, d, 0, 0) * Math.max(0, e);
        }
        assertThat(logits.getDouble(1, k, 2, 3)).isCloseTo(expected, within(1e-4));
      }
    }
  }

  /** Writes the unit vector of one position and returns where it ends. */
  private static int fill(double[] x, int from, INDArray map, int n, int row, int column) {
    int channels = (int) map.size(3);
    double squares = 0;
    for (int c = 0; c < channels; c++) {
      x[from + c] = map.getDouble(n, row, column, c);
      squares += x[from + c] * x[from + c];
    }
    for (int c = 0; c < channels; c++) {
      x[from + c] /= Math.sqrt(squares) + 1e-6;
    }
    return from + channels;
  }

  @Test
  void blocksOfOtherGridsAreProjectedThereAndResizedToTheFinest() {
    RandomFeatures all = new RandomFeatures(20, List.of(RandomFeatures.Block.values()));
    Parameters parameters = new Parameters(1);
    try (SegmentationGraph graph =
        SegmentationGraph.build(
            NETWORK,
            LAYOUT.on(all),
            Mode.INFERENCE,
            SignRule.PRODUCT,
            parameters,
            Set.of(Endpoint.STAGE_2, Endpoint.STAGE_3),
            Backend.ofMachine().ops())) {
      Map<Endpoint, INDArray> out =
          graph.run(
              image(),
              Endpoint.FEATURES,
              Endpoint.BACKBONE,
              Endpoint.STAGE_2,
              Endpoint.STAGE_3,
              Endpoint.CLASSIFIED);
      INDArray r = parameters.get(RandomFeatures.parameterName());
      INDArray fine = projected(r, 0, activated(out, Endpoint.STAGE_2));
      INDArray coarse =
          projected(
              r,
              (int) out.get(Endpoint.STAGE_2).size(3),
              out.get(Endpoint.FEATURES),
              activated(out, Endpoint.STAGE_3),
              out.get(Endpoint.BACKBONE));
      INDArray sum = fine.add(ResizedMaps.resized(coarse, 6, 8));
      INDArray expected = Transforms.relu(sum).permute(0, 2, 3, 1);
      INDArray said = out.get(Endpoint.CLASSIFIED);
      assertThat(said.shape()).containsExactly(2, 6, 8, 20);
      assertThat(said.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-4);
    }
  }

  /** Endpoints of stages are not activated yet. */
  private static INDArray activated(Map<Endpoint, INDArray> out, Endpoint stage) {
    return Transforms.relu(out.get(stage));
  }

  /** Some maps, each of unit vectors, times columns of R: {@code [N, d, h, w]}. */
  private static INDArray projected(INDArray r, int first, INDArray... maps) {
    int n = (int) maps[0].size(0);
    int height = (int) maps[0].size(1);
    int width = (int) maps[0].size(2);
    int count = Arrays.stream(maps).mapToInt(map -> (int) map.size(3)).sum();
    double[] x = new double[count];
    INDArray result = Nd4j.zeros(DataType.FLOAT, n, r.size(0), height, width);
    for (int i = 0; i < n; i++) {
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          int from = 0;
          for (INDArray map : maps) {
            from = fill(x, from, map, i, row, column);
          }
          for (int d = 0; d < r.size(0); d++) {
            double sum = 0;
            for (int j = 0; j < count; j++) {
              sum += r.getDouble(d, first + j, 0, 0) * x[j];
            }
            result.putScalar(i, d, row, column, sum);
          }
        }
      }
    }
    return result;
  }

  @Test
  void theProjectionIsNotTrainedAndTheSameForTheSameSeed() {
    Parameters parameters = new Parameters(7);
    try (SegmentationGraph graph =
        SegmentationGraph.build(NETWORK, LAYOUT, Mode.LATER_STEP, parameters)) {
      assertThat(graph.trainable()).doesNotContain(RandomFeatures.parameterName());
      Parameters again = new Parameters(7);
      SegmentationGraph.build(NETWORK, LAYOUT, Mode.LATER_STEP, again).close();
      assertThat(again.get(RandomFeatures.parameterName()))
          .isEqualTo(parameters.get(RandomFeatures.parameterName()));
    }
  }

  @ParameterizedTest
  @EnumSource(RandomFeatures.Block.class)
  void theExportedGraphSaysTheSame(RandomFeatures.Block further) {
    Set<RandomFeatures.Block> blocks = EnumSet.of(RandomFeatures.Block.ASPP, further);
    HeadLayout layout = LAYOUT.on(new RandomFeatures(20, List.copyOf(blocks)));
    Parameters parameters = new Parameters(3);
    try (SegmentationGraph graph =
        SegmentationGraph.build(NETWORK, layout, Mode.INFERENCE, parameters)) {
      INDArray own = graph.run(image(), Endpoint.CLASS_LOGITS).get(Endpoint.CLASS_LOGITS);
      SameDiff exported = InferenceGraph.build(NETWORK, layout, parameters, 0.5);
      INDArray other =
          Graphs.run(
                  exported,
                  Map.of(SegmentationGraph.IMAGE, image()),
                  List.of(InferenceGraph.LOGITS))
              .get(InferenceGraph.LOGITS);
      assertThat(own.sub(other).amaxNumber().doubleValue()).isLessThan(1e-4);
    }
  }

  @Test
  void blocksAreNamedOnce() {
    assertThatThrownBy(
            () ->
                new RandomFeatures(
                    8, List.of(RandomFeatures.Block.ASPP, RandomFeatures.Block.ASPP)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("different blocks");
  }
}
