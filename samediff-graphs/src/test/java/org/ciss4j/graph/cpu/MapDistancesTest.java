// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.op.Ops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Distances of maps against plain loops in double precision. */
class MapDistancesTest {
  private static final List<Integer> SCALES = List.of(1, 2, 4);

  @ParameterizedTest(name = "[{0},{1},{2},{3}] {4}")
  @CsvSource({
    "2, 4, 4, 3, false",
    "1, 6, 6, 2, false",
    "2, 9, 5, 1, false",
    "2, 3, 8, 2, false",
    "1, 1, 1, 4, false",
    "1, 6, 6, 2, true",
    "2, 9, 5, 1, true",
    "1, 7, 9, 2, true",
    "2, 3, 8, 2, true"
  })
  void localPodEqualsPlainLoops(int n, int h, int w, int c, boolean squares) {
    Tensor b = Tensor.random(2, n, h, w, c);
    OpCheck.check(
        (ops, in) -> ops.localPod(in[0], in[0].getSameDiff().constant(b.array()), SCALES, squares),
        in -> new double[] {localPod(in[0], b.values(), n, h, w, c, squares)},
        Tensor.random(1, n, h, w, c));
  }

  /** The vectors of both maps, entry by entry, as the paper writes them. */
  private static double localPod(
      double[] a, double[] b, int n, int h, int w, int c, boolean squares) {
    double sum = 0;
    for (int image = 0; image < n; image++) {
      double sumOfSquares = 0;
      for (int s : SCALES) {
        int side = (squares ? w : h) / s;
        int columns = w / s;
        for (int region = 0; side > 0 && columns > 0 && region < s * s; region++) {
          int top = region / s * side;
          int rows = Math.min(h, top + side) - top;
          int left = region % s * columns;
          for (int channel = 0; channel < c; channel++) {
            for (int y = 0; y < rows; y++) {
              double mean = 0;
              for (int x = 0; x < columns; x++) {
                int place = ((image * h + top + y) * w + left + x) * c + channel;
                mean += (a[place] * a[place] - b[place] * b[place]) / columns;
              }
              sumOfSquares += mean * mean;
            }
            for (int x = 0; x < columns; x++) {
              double mean = 0;
              for (int y = 0; y < rows; y++) {
                int place = ((image * h + top + y) * w + left + x) * c + channel;
                mean += (a[place] * a[place] - b[place] * b[place]) / rows;
              }
              sumOfSquares += mean * mean;
            }
          }
        }
      }
      sum += Math.sqrt(sumOfSquares) / n;
    }
    return sum;
  }

  /** A change of signs is none; there the gradient is 0 and not 0/0. */
  @Test
  void localPodIsZeroWherePooledSquaresAreEqual() {
    for (Ops ops : List.of(Backend.CPU.ops(), Backend.PORTABLE.ops())) {
      SameDiff graph = Graphs.create();
      Tensor a = Tensor.random(1, 2, 4, 4, 3);
      SDVariable x = graph.var("x", a.array());
      SDVariable loss = ops.localPod(x, graph.constant(a.map(v -> -v).array()), SCALES, false);
      Graphs.differentiate(graph, loss);
      Graphs.Result result =
          Graphs.runWithGradients(graph, Map.of(), List.of(loss.name()), List.of("x"));
      assertThat(result.outputs().get(loss.name()).getDouble(0)).isZero();
      assertThat(result.gradients().get("x").amaxNumber().doubleValue()).isZero();
    }
  }

  /** 448 numbers for each channel of a map of 32 x 32 pixels, as in the official code. */
  @Test
  void localPodPoolsToSoManyNumbers() {
    SameDiff graph = Graphs.create();
    SDVariable one = graph.constant(Tensor.fill(() -> 1, 1, 32, 32, 1).array());
    SDVariable zero = graph.constant(Tensor.fill(() -> 0, 1, 32, 32, 1).array());
    SDVariable loss = Backend.CPU.ops().localPod(one, zero, SCALES, false);
    double value = Graphs.run(graph, Map.of(), List.of(loss.name())).get(loss.name()).getDouble(0);
    OpCheck.assertClose("distance", new double[] {value * value}, new double[] {448});
  }

  @ParameterizedTest(name = "[{0},{1},{2},{3}] {4}")
  @CsvSource({"2, 4, 5, 3, false", "1, 3, 2, 2, false", "2, 3, 2, 5, true", "1, 1, 1, 1, true"})
  void pooledCubesEqualPlainLoops(int n, int h, int w, int c, boolean overChannels) {
    Tensor b = Tensor.random(8, n, h, w, c);
    List<Integer> windows = List.of(2, 3, 8);
    OpCheck.check(
        (ops, in) ->
            ops.pooledCubes(in[0], in[0].getSameDiff().constant(b.array()), windows, overChannels),
        in -> {
          double sum = 0;
          int length = h * w * c;
          for (int image = 0; image < n; image++) {
            double[] difference = new double[length];
            for (int i = 0; i < length; i++) {
              double own = in[0][image * length + i];
              double other = b.values()[image * length + i];
              difference[i] = own * own - other * other;
            }
            for (int window : windows) {
              sum += pooled(difference, h, w, c, window, overChannels) / (n * windows.size());
            }
          }
          return new double[] {sum};
        },
        Tensor.random(7, n, h, w, c));
  }

  /** The length of all means of windows, each of which begins half of itself before a place. */
  private static double pooled(double[] x, int h, int w, int c, int window, boolean overChannels) {
    int half = window / 2;
    int more = 2 * half - window + 1;
    double squares = 0;
    for (int top = 0; top < (overChannels ? h : h + more); top++) {
      for (int left = 0; left < (overChannels ? w : w + more); left++) {
        for (int first = 0; first < (overChannels ? c + more : c); first++) {
          double mean = 0;
          for (int i = 0; i < h * w * c; i++) {
            int y = i / c / w;
            int column = i / c % w;
            int channel = i % c;
            boolean inside =
                overChannels
                    ? y == top && column == left && within(channel, first - half, window)
                    : channel == first
                        && within(y, top - half, window)
                        && within(column, left - half, window);
            mean += inside ? x[i] / (overChannels ? window : window * window) : 0;
          }
          squares += mean * mean;
        }
      }
    }
    return Math.sqrt(squares);
  }

  private static boolean within(int place, int from, int window) {
    return place >= from && place < from + window;
  }

  @Test
  void meanSquaredDistanceEqualsPlainLoops() {
    Tensor b = Tensor.random(4, 2, 3, 2, 2);
    OpCheck.check(
        (ops, in) -> ops.meanSquaredDistance(in[0], in[0].getSameDiff().constant(b.array())),
        in -> {
          double sum = 0;
          for (int i = 0; i < in[0].length; i++) {
            sum += (in[0][i] - b.values()[i]) * (in[0][i] - b.values()[i]);
          }
          return new double[] {sum / in[0].length};
        },
        Tensor.random(3, 2, 3, 2, 2));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void similarityDistanceEqualsPlainLoops(int images) {
    Tensor b = Tensor.random(6, images, 3, 2, 2);
    OpCheck.check(
        (ops, in) -> ops.similarityDistance(in[0], in[0].getSameDiff().constant(b.array())),
        in -> {
          double[] ofA = similarities(in[0], images);
          double[] ofB = similarities(b.values(), images);
          double sum = 0;
          for (int i = 0; i < ofA.length; i++) {
            sum += (ofA[i] - ofB[i]) * (ofA[i] - ofB[i]);
          }
          return new double[] {sum / (images * images)};
        },
        Tensor.random(5, images, 3, 2, 2));
  }

  private static double[] similarities(double[] x, int images) {
    int size = x.length / images;
    double[] products = new double[images * images];
    for (int i = 0; i < images; i++) {
      double length = 0;
      for (int j = 0; j < images; j++) {
        for (int k = 0; k < size; k++) {
          products[i * images + j] += x[i * size + k] * x[j * size + k];
        }
        length += products[i * images + j] * products[i * images + j];
      }
      for (int j = 0; j < images; j++) {
        products[i * images + j] /= Math.sqrt(length);
      }
    }
    return products;
  }
}
