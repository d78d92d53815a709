// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

class PoolingTest {

  @ParameterizedTest(name = "[{0},{1},{2},{3}] kernel {4}, stride {5}, padding {6}")
  @CsvSource({
    "1, 1, 1, 1, 1, 1, 0",
    "1, 4, 4, 1, 2, 2, 0",
    "2, 7, 5, 3, 3, 2, 1",
    "1, 8, 6, 2, 3, 2, 1",
    "1, 5, 5, 20, 3, 1, 1",
    "2, 3, 3, 2, 3, 3, 0",
    "1, 2, 2, 3, 3, 2, 1",
    "1, 9, 4, 17, 2, 3, 1"
  })
  void maxPoolEqualsPlainLoops(int n, int h, int w, int c, int kernel, int stride, int padding) {
    Tensor x = Tensor.random(7, n, h, w, c);
    OpCheck.check(
        (ops, in) -> ops.maxPool(in[0], kernel, stride, padding),
        in -> maxPool(in[0], x.shape(), kernel, stride, padding),
        x);
  }

  @Test
  void paddingNeverWinsOverNegativeValues() {
    Tensor x = Tensor.random(8, 1, 5, 5, 3).map(v -> -Math.abs(v) - 1);
    OpCheck.check(
        (ops, in) -> ops.maxPool(in[0], 3, 2, 1), in -> maxPool(in[0], x.shape(), 3, 2, 1), x);
  }

  @Test
  void theFirstOfEqualValuesGetsTheGradient() {
    SameDiff graph = Graphs.create();
    SDVariable x = graph.var("x", Tensor.fill(() -> 2, 1, 2, 2, 1).array());
    SDVariable loss = Backend.CPU.ops().maxPool(x.mul(1), 2, 2, 0).mul(3).sum();
    Graphs.differentiate(graph, loss);
    INDArray gradient =
        Graphs.runWithGradients(graph, Map.of(), List.of(), List.of("x")).gradients().get("x");
    assertThat(Tensor.of(gradient).values()).containsExactly(3, 0, 0, 0);
  }

  private static double[] maxPool(double[] x, long[] shape, int kernel, int stride, int padding) {
    int h = (int) shape[1];
    int w = (int) shape[2];
    int c = (int) shape[3];
    int outH = (h + 2 * padding - kernel) / stride + 1;
    int outW = (w + 2 * padding - kernel) / stride + 1;
    double[] y = new double[(int) shape[0] * outH * outW * c];
    for (int i = 0; i < y.length; i++) {
      int column = i / c % outW * stride - padding;
      int row = i / c / outW % outH * stride - padding;
      int image = i / c / outW / outH;
      double best = Double.NEGATIVE_INFINITY;
      for (int yy = Math.max(row, 0); yy < Math.min(row + kernel, h); yy++) {
        for (int xx = Math.max(column, 0); xx < Math.min(column + kernel, w); xx++) {
          best = Math.max(best, x[((image * h + yy) * w + xx) * c + i % c]);
        }
      }
      y[i] = best;
    }
    return y;
  }

  @ParameterizedTest(name = "[{0},{1},{2},{3}]")
  @CsvSource({"1, 1, 1, 1", "2, 3, 5, 4", "1, 7, 1, 3", "3, 4, 4, 20"})
  void globalAveragePoolIsTheMeanOverPixels(int n, int h, int w, int c) {
    OpCheck.check(
        (ops, in) -> ops.globalAveragePool(in[0]),
        in -> {
          double[] y = new double[n * c];
          for (int i = 0; i < in[0].length; i++) {
            y[i / (h * w * c) * c + i % c] += in[0][i] / (h * w);
          }
          return y;
        },
        Tensor.random(1, n, h, w, c));
  }

  @ParameterizedTest(name = "[{0},{1},{2},{3}] like {4} channels")
  @CsvSource({"1, 1, 1, 1, 1", "2, 3, 5, 4, 2", "1, 7, 1, 3, 1", "3, 4, 4, 5, 6"})
  void spreadLikeRepeatsOnePixel(int n, int h, int w, int c, int channels) {
    OpCheck.check(
        (ops, in) -> ops.spreadLike(in[0], in[1]),
        in -> {
          double[] y = new double[n * h * w * c];
          for (int i = 0; i < y.length; i++) {
            y[i] = in[0][i / (h * w * c) * c + i % c];
          }
          return y;
        },
        Tensor.random(1, n, 1, 1, c),
        Tensor.random(2, n, h, w, channels));
  }
}
