// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Plain loops in double precision over maps {@code [N, H, W, C]}, which remember how to go back: a
 * reference for whole networks that owes nothing to the toolkit.
 */
final class Tape {
  private final Deque<Runnable> backwards = new ArrayDeque<>();
  private final Map<String, double[]> parameters;
  private final Map<String, double[]> gradients = new HashMap<>();

  /** What a network puts out at some place, and the gradient that has reached it. */
  static final class Grid {
    final int images;
    final int height;
    final int width;
    final int channels;
    final double[] values;
    final double[] gradient;

    Grid(int images, int height, int width, int channels) {
      this.images = images;
      this.height = height;
      this.width = width;
      this.channels = channels;
      this.values = new double[images * height * width * channels];
      this.gradient = new double[values.length];
    }

    int at(int image, int row, int column, int channel) {
      return ((image * height + row) * width + column) * channels + channel;
    }

    Grid like(int otherChannels) {
      return new Grid(images, height, width, otherChannels);
    }
  }

  /** Of a batch, by channel. */
  record Statistics(double[] mean, double[] unbiasedVariance) {}

  Tape(Map<String, double[]> parameters) {
    this.parameters = parameters;
  }

  double[] parameter(String name) {
    double[] values = parameters.get(name);
    if (values == null) {
      throw new IllegalArgumentException(name);
    }
    return values;
  }

  double[] gradient(String name) {
    return gradients.computeIfAbsent(name, absent -> new double[parameter(name).length]);
  }

  Map<String, double[]> gradients() {
    return gradients;
  }

  /** From the gradients of what was laid last to those of all parameters. */
  void back() {
    backwards.forEach(Runnable::run);
  }

  Grid conv(Grid x, String weights, int outputs, int kernel, int stride, int pad, int dilation) {
    double[] w = parameter(weights);
    int reach = dilation * (kernel - 1) + 1;
    Grid y =
        new Grid(
            x.images,
            (x.height + 2 * pad - reach) / stride + 1,
            (x.width + 2 * pad - reach) / stride + 1,
            outputs);
    taps(
        x,
        y,
        kernel,
        stride,
        pad,
        dilation,
        (to, from, at) -> y.values[to] += w[at] * x.values[from]);
    backwards.push(
        () -> {
          double[] g = gradient(weights);
          taps(
              x,
              y,
              kernel,
              stride,
              pad,
              dilation,
              (to, from, at) -> {
                g[at] += y.gradient[to] * x.values[from];
                x.gradient[from] += y.gradient[to] * w[at];
              });
        });
    return y;
  }

  private interface Tap {
    void at(int output, int input, int weight);
  }

  private static void taps(Grid x, Grid y, int kernel, int stride, int pad, int dilation, Tap tap) {
    for (int n = 0; n < y.images; n++) {
      for (int p = 0; p < y.height * y.width; p++) {
        for (int k = 0; k < kernel * kernel; k++) {
          int row = p / y.width * stride + k / kernel * dilation - pad;
          int column = p % y.width * stride + k % kernel * dilation - pad;
          if (row < 0 || row >= x.height || column < 0 || column >= x.width) {
            continue;
          }
          for (int o = 0; o < y.channels; o++) {
            for (int i = 0; i < x.channels; i++) {
              tap.at(
                  y.at(n, p / y.width, p % y.width, o),
                  x.at(n, row, column, i),
                  (o * x.channels + i) * kernel * kernel + k);
            }
          }
        }
      }
    }
  }

  /** Adds a number to each channel. */
  Grid bias(Grid x, String name) {
    double[] bias = parameter(name);
    Grid y = x.like(x.channels);
    for (int i = 0; i < y.values.length; i++) {
      y.values[i] = x.values[i] + bias[i % x.channels];
    }
    backwards.push(
        () -> {
          for (int i = 0; i < y.values.length; i++) {
            x.gradient[i] += y.gradient[i];
            gradient(name)[i % x.channels] += y.gradient[i];
          }
        });
    return y;
  }

  /** Normalisation with given statistics, of which nothing is trained. */
  Grid frozenNorm(Grid x, String layer, double epsilon, IntToDoubleFunction share) {
    Grid y = x.like(x.channels);
    double[] factor = new double[x.channels];
    for (int c = 0; c < x.channels; c++) {
      factor[c] =
          share.applyAsDouble(c)
              * parameter(layer + ".weight")[c]
              / Math.sqrt(parameter(layer + ".running_var")[c] + epsilon);
    }
    for (int i = 0; i < y.values.length; i++) {
      int c = i % x.channels;
      y.values[i] =
          factor[c] * (x.values[i] - parameter(layer + ".running_mean")[c])
              + share.applyAsDouble(c) * parameter(layer + ".bias")[c];
    }
    backwards.push(
        () -> {
          for (int i = 0; i < y.values.length; i++) {
            x.gradient[i] += factor[i % x.channels] * y.gradient[i];
          }
        });
    return y;
  }

  /** Normalisation with the statistics of the batch. */
  Statistics batchNorm(Grid x, Grid y, String layer, double epsilon, IntToDoubleFunction share) {
    int count = x.values.length / x.channels;
    double[] mean = new double[x.channels];
    double[] variance = new double[x.channels];
    for (int i = 0; i < x.values.length; i++) {
      mean[i % x.channels] += x.values[i] / count;
    }
    for (int i = 0; i < x.values.length; i++) {
      variance[i % x.channels] += Math.pow(x.values[i] - mean[i % x.channels], 2) / count;
    }
    double[] normal = new double[x.values.length];
    for (int i = 0; i < x.values.length; i++) {
      int c = i % x.channels;
      normal[i] = (x.values[i] - mean[c]) / Math.sqrt(variance[c] + epsilon);
      y.values[i] =
          share.applyAsDouble(c)
              * (parameter(layer + ".weight")[c] * normal[i] + parameter(layer + ".bias")[c]);
    }
    backwards.push(
        () -> {
          double[] sum = new double[x.channels];
          double[] product = new double[x.channels];
          for (int i = 0; i < x.values.length; i++) {
            int c = i % x.channels;
            sum[c] += share.applyAsDouble(c) * y.gradient[i];
            product[c] += share.applyAsDouble(c) * y.gradient[i] * normal[i];
          }
          for (int c = 0; c < x.channels; c++) {
            gradient(layer + ".bias")[c] += sum[c];
            gradient(layer + ".weight")[c] += product[c];
          }
          for (int i = 0; i < x.values.length; i++) {
            int c = i % x.channels;
            double g = share.applyAsDouble(c) * y.gradient[i];
            x.gradient[i] +=
                parameter(layer + ".weight")[c]
                    / Math.sqrt(variance[c] + epsilon)
                    * (g - sum[c] / count - normal[i] * product[c] / count);
          }
        });
    double[] unbiased = new double[x.channels];
    for (int c = 0; c < x.channels; c++) {
      unbiased[c] = variance[c] * count / (count - 1);
    }
    return new Statistics(mean, unbiased);
  }

  Grid add(Grid a, Grid b) {
    Grid y = a.like(a.channels);
    for (int i = 0; i < y.values.length; i++) {
      y.values[i] = a.values[i] + b.values[i];
    }
    backwards.push(
        () -> {
          for (int i = 0; i < y.values.length; i++) {
            a.gradient[i] += y.gradient[i];
            b.gradient[i] += y.gradient[i];
          }
        });
    return y;
  }

  Grid relu(Grid x) {
    Grid y = x.like(x.channels);
    for (int i = 0; i < y.values.length; i++) {
      y.values[i] = Math.max(0, x.values[i]);
    }
    backwards.push(
        () -> {
          for (int i = 0; i < y.values.length; i++) {
            x.gradient[i] += x.values[i] > 0 ? y.gradient[i] : 0;
          }
        });
    return y;
  }

  /** The largest of 3x3, at every second place. */
  Grid maxPool(Grid x) {
    Grid y = new Grid(x.images, (x.height + 1) / 2, (x.width + 1) / 2, x.channels);
    int[] best = new int[y.values.length];
    for (int n = 0; n < y.images; n++) {
      for (int p = 0; p < y.height * y.width; p++) {
        for (int c = 0; c < y.channels; c++) {
          int to = y.at(n, p / y.width, p % y.width, c);
          y.values[to] = Double.NEGATIVE_INFINITY;
          for (int k = 0; k < 9; k++) {
            int row = 2 * (p / y.width) + k / 3 - 1;
            int column = 2 * (p % y.width) + k % 3 - 1;
            if (row >= 0 && row < x.height && column >= 0 && column < x.width) {
              int from = x.at(n, row, column, c);
              if (x.values[from] > y.values[to]) {
                y.values[to] = x.values[from];
                best[to] = from;
              }
            }
          }
        }
      }
    }
    backwards.push(
        () -> {
          for (int i = 0; i < y.values.length; i++) {
            x.gradient[best[i]] += y.gradient[i];
          }
        });
    return y;
  }

  /** The mean of all pixels. */
  Grid pooled(Grid x) {
    Grid y = new Grid(x.images, 1, 1, x.channels);
    int pixels = x.height * x.width;
    for (int i = 0; i < x.values.length; i++) {
      y.values[i / (pixels * x.channels) * x.channels + i % x.channels] += x.values[i] / pixels;
    }
    backwards.push(
        () -> {
          for (int i = 0; i < x.values.length; i++) {
            x.gradient[i] +=
                y.gradient[i / (pixels * x.channels) * x.channels + i % x.channels] / pixels;
          }
        });
    return y;
  }

  /** Channels of maps behind each other; a map of one pixel is spread. */
  Grid joined(int height, int width, Grid... maps) {
    int channels = 0;
    for (Grid map : maps) {
      channels += map.channels;
    }
    Grid y = new Grid(maps[0].images, height, width, channels);
    int first = 0;
    for (Grid map : maps) {
      int start = first;
      each(y, map, start, (to, from) -> y.values[to] = map.values[from]);
      backwards.push(() -> each(y, map, start, (to, from) -> map.gradient[from] += y.gradient[to]));
      first += map.channels;
    }
    return y;
  }

  private interface Pair {
    void of(int to, int from);
  }

  private static void each(Grid y, Grid map, int start, Pair pair) {
    for (int n = 0; n < y.images; n++) {
      for (int p = 0; p < y.height * y.width; p++) {
        int row = p / y.width;
        int column = p % y.width;
        for (int c = 0; c < map.channels; c++) {
          boolean spread = map.height == 1 && map.width == 1;
          pair.of(
              y.at(n, row, column, start + c),
              spread ? map.at(n, 0, 0, c) : map.at(n, row, column, c));
        }
      }
    }
  }

  /** Bilinear with centres at half coordinates. */
  Grid resized(Grid x, int size) {
    Grid y = new Grid(x.images, size, size, x.channels);
    corners(x, y, (to, from, weight) -> y.values[to] += weight * x.values[from]);
    backwards.push(
        () -> corners(x, y, (to, from, weight) -> x.gradient[from] += weight * y.gradient[to]));
    return y;
  }

  private interface Share {
    void of(int large, int small, double weight);
  }

  private static void corners(Grid x, Grid y, Share share) {
    for (int n = 0; n < y.images; n++) {
      for (int p = 0; p < y.height * y.width; p++) {
        int line = p / y.width;
        double row = Math.max(0, (line + 0.5) * x.height / y.height - 0.5);
        double column = Math.max(0, (p % y.width + 0.5) * x.width / y.width - 0.5);
        for (int corner = 0; corner < 4; corner++) {
          int top = (int) row + corner / 2;
          int left = (int) column + corner % 2;
          double weight = (1 - Math.abs(row - top)) * (1 - Math.abs(column - left));
          for (int c = 0; c < x.channels; c++) {
            share.of(
                y.at(n, line, p % y.width, c),
                x.at(n, Math.min(x.height - 1, top), Math.min(x.width - 1, left), c),
                weight);
          }
        }
      }
    }
  }
}
