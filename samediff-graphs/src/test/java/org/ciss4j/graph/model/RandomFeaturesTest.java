// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.op.Graphs;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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

  @Test
  void theExportedGraphSaysTheSame() {
    Parameters parameters = new Parameters(3);
    try (SegmentationGraph graph =
        SegmentationGraph.build(NETWORK, LAYOUT, Mode.INFERENCE, parameters)) {
      INDArray own = graph.run(image(), Endpoint.CLASS_LOGITS).get(Endpoint.CLASS_LOGITS);
      SameDiff exported = InferenceGraph.build(NETWORK, LAYOUT, parameters, 0.5);
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
