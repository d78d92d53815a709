// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ops of a network in plain loops in double precision, with their gradients: what tests compare
 * training with.
 */
final class PlainTape {
  private static final double EPSILON = 1e-5;

  private final List<Node> nodes = new ArrayList<>();
  private final List<Runnable> back = new ArrayList<>();

  /** Numbers {@code [n, c, h, w]} and, once {@link #back} was called, their gradient. */
  static final class Node {
    final int n;
    final int c;
    final int h;
    final int w;
    final double[] values;
    final double[] gradient;

    Node(int n, int c, int h, int w, double[] values) {
      this.n = n;
      this.c = c;
      this.h = h;
      this.w = w;
      this.values = values;
      this.gradient = new double[values.length];
    }

    int at(int image, int channel, int row, int column) {
      return ((image * c + channel) * h + row) * w + column;
    }

    int pixels() {
      return h * w;
    }
  }

  Node node(int n, int c, int h, int w, double[] values) {
    Node node = new Node(n, c, h, w, values);
    nodes.add(node);
    return node;
  }

  private Node zeros(int n, int c, int h, int w) {
    return node(n, c, h, w, new double[n * c * h * w]);
  }

  /** Forgets all gradients. */
  void clear() {
    nodes.forEach(node -> Arrays.fill(node.gradient, 0));
  }

  /** From the gradients that some nodes were given to those of all others. */
  void back() {
    for (int i = back.size() - 1; i >= 0; i--) {
      back.get(i).run();
    }
  }

  private interface Tap {
    void at(int to, int from, int weight);
  }

  /** Without bias. */
  Node conv(Node x, Node weights, int stride, int padding, int dilation) {
    int k = weights.h;
    int h = (x.h + 2 * padding - dilation * (k - 1) - 1) / stride + 1;
    int w = (x.w + 2 * padding - dilation * (k - 1) - 1) / stride + 1;
    Node y = zeros(x.n, weights.n, h, w);
    taps(
        x,
        weights,
        y,
        stride,
        padding,
        dilation,
        (to, from, at) -> y.values[to] += weights.values[at] * x.values[from]);
    back.add(
        () ->
            taps(
                x,
                weights,
                y,
                stride,
                padding,
                dilation,
                (to, from, at) -> {
                  x.gradient[from] += weights.values[at] * y.gradient[to];
                  weights.gradient[at] += x.values[from] * y.gradient[to];
                }));
    return y;
  }

  private static void taps(
      Node x, Node weights, Node y, int stride, int padding, int dilation, Tap tap) {
    for (int n = 0; n < x.n; n++) {
      for (int o = 0; o < y.c; o++) {
        for (int i = 0; i < x.c; i++) {
          for (int k = 0; k < weights.pixels(); k++) {
            int down = k / weights.w * dilation - padding;
            int right = k % weights.w * dilation - padding;
            for (int row = 0; row < y.h; row++) {
              int from = row * stride + down;
              for (int column = 0; from >= 0 && from < x.h && column < y.w; column++) {
                int side = column * stride + right;
                if (side >= 0 && side < x.w) {
                  tap.at(
                      y.at(n, o, row, column),
                      x.at(n, i, from, side),
                      (o * x.c + i) * weights.pixels() + k);
                }
              }
            }
          }
        }
      }
    }
  }

  Node plusBias(Node x, Node bias) {
    Node y = node(x.n, x.c, x.h, x.w, x.values.clone());
    for (int i = 0; i < y.values.length; i++) {
      y.values[i] += bias.values[i / x.pixels() % x.c];
    }
    back.add(
        () -> {
          for (int i = 0; i < y.values.length; i++) {
            x.gradient[i] += y.gradient[i];
            bias.gradient[i / x.pixels() % x.c] += y.gradient[i];
          }
        });
    return y;
  }

  /** Of a batch, by channel. */
  record Statistics(double[] mean, double[] variance, int count) {
    static Statistics of(Node x) {
      int count = x.n * x.pixels();
      double[] mean = new double[x.c];
      double[] variance = new double[x.c];
      for (int i = 0; i < x.values.length; i++) {
        mean[i / x.pixels() % x.c] += x.values[i] / count;
      }
      for (int i = 0; i < x.values.length; i++) {
        int c = i / x.pixels() % x.c;
        variance[c] += (x.values[i] - mean[c]) * (x.values[i] - mean[c]) / count;
      }
      return new Statistics(mean, variance, count);
    }

    double unbiasedVariance(int channel) {
      return variance[channel] * count / (count - 1);
    }
  }

  /** With the batch's own statistics. */
  Node norm(Node x, Node scale, Node shift, Statistics batch) {
    int count = batch.count();
    Node y = zeros(x.n, x.c, x.h, x.w);
    double[] unit = new double[x.values.length];
    for (int i = 0; i < unit.length; i++) {
      int c = i / x.pixels() % x.c;
      unit[i] = (x.values[i] - batch.mean()[c]) / Math.sqrt(batch.variance()[c] + EPSILON);
      y.values[i] = unit[i] * scale.values[c] + shift.values[c];
    }
    back.add(
        () -> {
          double[] sum = new double[x.c];
          double[] product = new double[x.c];
          for (int i = 0; i < unit.length; i++) {
            sum[i / x.pixels() % x.c] += y.gradient[i];
            product[i / x.pixels() % x.c] += y.gradient[i] * unit[i];
          }
          for (int c = 0; c < x.c; c++) {
            shift.gradient[c] += sum[c];
            scale.gradient[c] += product[c];
          }
          for (int i = 0; i < unit.length; i++) {
            int c = i / x.pixels() % x.c;
            double centred = y.gradient[i] - sum[c] / count - unit[i] * product[c] / count;
            x.gradient[i] += scale.values[c] / Math.sqrt(batch.variance()[c] + EPSILON) * centred;
          }
        });
    return y;
  }

  /** Each channel times a constant. */
  Node times(Node x, double[] factors) {
    Node y = zeros(x.n, x.c, x.h, x.w);
    for (int i = 0; i < y.values.length; i++) {
      y.values[i] = factors[i / x.pixels() % x.c] * x.values[i];
    }
    back.add(
        () -> {
          for (int i = 0; i < y.values.length; i++) {
            x.gradient[i] += factors[i / x.pixels() % x.c] * y.gradient[i];
          }
        });
    return y;
  }

  /** With given statistics; no gradient reaches these, nor scale and shift. */
  Node frozenNorm(Node x, Node scale, Node shift, Node mean, Node variance) {
    Node y = zeros(x.n, x.c, x.h, x.w);
    for (int i = 0; i < y.values.length; i++) {
      int c = i / x.pixels() % x.c;
      y.values[i] =
          (x.values[i] - mean.values[c])
                  * (scale.values[c] / Math.sqrt(variance.values[c] + EPSILON))
              + shift.values[c];
    }
    back.add(
        () -> {
          for (int i = 0; i < y.values.length; i++) {
            int c = i / x.pixels() % x.c;
            x.gradient[i] +=
                y.gradient[i] * scale.values[c] / Math.sqrt(variance.values[c] + EPSILON);
          }
        });
    return y;
  }

  Node relu(Node x) {
    Node y = zeros(x.n, x.c, x.h, x.w);
    for (int i = 0; i < y.values.length; i++) {
      y.values[i] = Math.max(0, x.values[i]);
    }
    back.add(
        () -> {
          for (int i = 0; i < y.values.length; i++) {
            x.gradient[i] += x.values[i] > 0 ? y.gradient[i] : 0;
          }
        });
    return y;
  }

  Node add(Node a, Node b) {
    Node y = zeros(a.n, a.c, a.h, a.w);
    for (int i = 0; i < y.values.length; i++) {
      y.values[i] = a.values[i] + b.values[i];
    }
    back.add(
        () -> {
          for (int i = 0; i < y.values.length; i++) {
            a.gradient[i] += y.gradient[i];
            b.gradient[i] += y.gradient[i];
          }
        });
    return y;
  }

  /** Of 3x3 pixels, every other one. */
  Node maxPool(Node x) {
    Node y = zeros(x.n, x.c, (x.h - 1) / 2 + 1, (x.w - 1) / 2 + 1);
    int[] source = new int[y.values.length];
    for (int i = 0; i < source.length; i++) {
      int plane = i / y.pixels();
      int row = i / y.w % y.h * 2 - 1;
      int column = i % y.w * 2 - 1;
      int best = -1;
      for (int k = 0; k < 9; k++) {
        int r = row + k / 3;
        int c = column + k % 3;
        if (r >= 0 && r < x.h && c >= 0 && c < x.w) {
          int at = plane * x.pixels() + r * x.w + c;
          best = best < 0 || x.values[at] > x.values[best] ? at : best;
        }
      }
      source[i] = best;
      y.values[i] = x.values[best];
    }
    back.add(
        () -> {
          for (int i = 0; i < source.length; i++) {
            x.gradient[source[i]] += y.gradient[i];
          }
        });
    return y;
  }

  /** The mean over all pixels. */
  Node pooled(Node x) {
    Node y = zeros(x.n, x.c, 1, 1);
    for (int i = 0; i < x.values.length; i++) {
      y.values[i / x.pixels()] += x.values[i] / x.pixels();
    }
    back.add(
        () -> {
          for (int i = 0; i < x.values.length; i++) {
            x.gradient[i] += y.gradient[i / x.pixels()] / x.pixels();
          }
        });
    return y;
  }

  /** One pixel all over a map. */
  Node spread(Node x, int h, int w) {
    Node y = zeros(x.n, x.c, h, w);
    for (int i = 0; i < y.values.length; i++) {
      y.values[i] = x.values[i / y.pixels()];
    }
    back.add(
        () -> {
          for (int i = 0; i < y.values.length; i++) {
            x.gradient[i / y.pixels()] += y.gradient[i];
          }
        });
    return y;
  }

  /** Channels behind each other. */
  Node concat(Node... parts) {
    Node y =
        zeros(parts[0].n, Arrays.stream(parts).mapToInt(p -> p.c).sum(), parts[0].h, parts[0].w);
    copy(parts, y, false);
    back.add(() -> copy(parts, y, true));
    return y;
  }

  private static void copy(Node[] parts, Node whole, boolean back) {
    int first = 0;
    for (Node part : parts) {
      int length = part.c * part.pixels();
      for (int n = 0; n < part.n; n++) {
        int start = whole.at(n, first, 0, 0);
        for (int i = 0; i < length; i++) {
          if (back) {
            part.gradient[n * length + i] += whole.gradient[start + i];
          } else {
            whole.values[start + i] = part.values[n * length + i];
          }
        }
      }
      first += part.c;
    }
  }

  private interface Share {
    void of(int large, int small, double weight);
  }

  /** Bilinear, with centres at half coordinates. */
  Node resized(Node x, int h, int w) {
    Node y = zeros(x.n, x.c, h, w);
    shares(x, y, (large, small, weight) -> y.values[large] += weight * x.values[small]);
    back.add(
        () ->
            shares(
                x, y, (large, small, weight) -> x.gradient[small] += weight * y.gradient[large]));
    return y;
  }

  private static void shares(Node x, Node y, Share share) {
    for (int i = 0; i < y.values.length; i++) {
      int plane = i / y.pixels();
      double row = Math.max(0, (i / y.w % y.h + 0.5) * x.h / y.h - 0.5);
      double column = Math.max(0, (i % y.w + 0.5) * x.w / y.w - 0.5);
      for (int corner = 0; corner < 4; corner++) {
        int top = (int) row + corner / 2;
        int left = (int) column + corner % 2;
        double weight = (1 - Math.abs(row - top)) * (1 - Math.abs(column - left));
        int at = Math.min(x.h - 1, top) * x.w + Math.min(x.w - 1, left);
        share.of(i, plane * x.pixels() + at, weight);
      }
    }
  }
}
