// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.option.ConvOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Ops that move numbers: concatenation, layout, resize, stopped gradients. */
class MapOpsTest {

  @Test
  void concatChannelsPutsMapsBehindEachOther() {
    int[] channels = {3, 1, 4};
    OpCheck.check(
        (ops, in) -> ops.concatChannels(in),
        in -> {
          double[] y = new double[2 * 3 * 5 * 8];
          for (int pixel = 0; pixel < 30; pixel++) {
            int place = pixel * 8;
            for (int map = 0; map < 3; map++) {
              System.arraycopy(in[map], pixel * channels[map], y, place, channels[map]);
              place += channels[map];
            }
          }
          return y;
        },
        Tensor.random(1, 2, 3, 5, 3),
        Tensor.random(2, 2, 3, 5, 1),
        Tensor.random(3, 2, 3, 5, 4));
  }

  @Test
  void oneMapNeedsNoConcatenation() {
    OpCheck.check(
        (ops, in) -> ops.concatChannels(in), in -> in[0].clone(), Tensor.random(1, 1, 2, 2, 3));
  }

  @Test
  void layoutsAreInverse() {
    Tensor x = Tensor.random(1, 2, 3, 4, 5);
    OpCheck.check((ops, in) -> ops.channelsFirst(in[0]), in -> channelsFirst(in[0], 12, 5), x);
    OpCheck.check((ops, in) -> ops.channelsLast(ops.channelsFirst(in[0])), in -> in[0].clone(), x);
  }

  /** Our ops read the results of ND4J's permutes, which may be views, and the other way round. */
  @Test
  void layoutsMixWithOwnOps() {
    Tensor x = Tensor.random(1, 2, 5, 3, 4);
    Tensor weights = Tensor.random(2, 3, 5, 1, 1);
    OpCheck.check(
        (ops, in) ->
            ops.channelsFirst(ops.conv2d(ops.channelsLast(in[0]), in[1], ConvOptions.PLAIN)),
        in -> {
          double[] y = new double[2 * 3 * 12];
          for (int i = 0; i < y.length; i++) {
            for (int d = 0; d < 5; d++) {
              y[i] += in[0][(i / 36 * 5 + d) * 12 + i % 12] * in[1][i / 12 % 3 * 5 + d];
            }
          }
          return y;
        },
        x,
        weights);
  }

  private static double[] channelsFirst(double[] x, int pixels, int c) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[(i / (c * pixels) * pixels + i % pixels) * c + i / pixels % c];
    }
    return y;
  }

  @ParameterizedTest(name = "[{0},{1},{2},{3}] -> {4}x{5}")
  @CsvSource({
    "1, 1, 1, 1, 1, 1",
    "1, 1, 1, 1, 5, 4",
    "2, 3, 1, 1, 7, 1",
    "2, 3, 3, 4, 12, 16",
    "1, 2, 2, 2, 32, 32",
    "2, 4, 3, 2, 17, 11",
    "1, 2, 8, 6, 4, 3",
    "1, 2, 9, 7, 4, 5",
    "2, 1, 5, 7, 5, 7",
    "1, 3, 7, 3, 3, 9",
    "1, 1, 17, 13, 1, 1",
    "1, 2, 33, 33, 57, 31"
  })
  void resizeLikeIsBilinearWithPixelCentres(int n, int c, int h, int w, int outH, int outW) {
    Tensor x = Tensor.random(1, n, c, h, w);
    Tensor reference = Tensor.random(2, 1, 2, outH, outW);
    OpCheck.check(
        (ops, in) -> ops.resizeLike(in[0], in[0].getSameDiff().constant(reference.array())),
        in -> resize(in[0], n * c, h, w, outH, outW),
        x);
  }

  @Test
  void theReferenceOfAResizeGetsNoGradient() {
    OpCheck.check(
        (ops, in) -> ops.resizeLike(in[0], in[1]),
        in -> resize(in[0], 2, 3, 2, 5, 4),
        Tensor.random(1, 1, 2, 3, 2),
        Tensor.random(2, 1, 1, 5, 4));
  }

  private static double[] resize(double[] x, int planes, int h, int w, int outH, int outW) {
    double[] y = new double[planes * outH * outW];
    for (int i = 0; i < y.length; i++) {
      double row = Math.max((i / outW % outH + 0.5) * h / outH - 0.5, 0);
      double column = Math.max((i % outW + 0.5) * w / outW - 0.5, 0);
      int top = Math.min((int) row, h - 1);
      int left = Math.min((int) column, w - 1);
      int bottom = Math.min(top + 1, h - 1);
      int right = Math.min(left + 1, w - 1);
      int plane = i / outW / outH * h * w;
      double above =
          x[plane + top * w + left] * (1 - column + left)
              + x[plane + top * w + right] * (column - left);
      double below =
          x[plane + bottom * w + left] * (1 - column + left)
              + x[plane + bottom * w + right] * (column - left);
      y[i] = above * (1 - row + top) + below * (row - top);
    }
    return y;
  }

  @Test
  void stopGradientPassesValuesAndNoGradient() {
    SameDiff graph = Graphs.create();
    Tensor start = Tensor.random(1, 2, 3);
    SDVariable x = graph.var("x", start.array());
    SDVariable doubled = x.mul(2);
    SDVariable stopped = Backend.CPU.ops().stopGradient(doubled);
    // d/dx sum(2x * stop(2x)) = 2 * stop(2x), not 8x
    SDVariable loss = doubled.mul(stopped).sum();
    Graphs.differentiate(graph, loss);
    Graphs.Result result =
        Graphs.runWithGradients(graph, Map.of(), List.of(stopped.name()), List.of("x"));
    INDArray twice = start.array().mul(2);
    assertThat(result.outputs().get(stopped.name())).isEqualTo(twice);
    assertThat(result.gradients().get("x")).isEqualTo(twice.mul(2));
  }
}
