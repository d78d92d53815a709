// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.Arrays;
import java.util.List;
import org.ciss4j.graph.machine.Threads;
import org.ciss4j.graph.memory.Floats;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pooled cubes, the distance of two maps of which only means of neighbouring squares count (RCIL):
 * the squares of a map are averaged over windows that move by one place, over pixels or over
 * channels, with zeros around the map that count in the mean; the distance of two images is the
 * Euclidean one of these means, and the loss is the mean over images and sizes of windows.
 *
 * <p>A window of k pixels, or channels, is padded with {@code floor(k / 2)} places on each side, so
 * that for an even k there is one mean more than there were places.
 *
 * <p>Where means do not differ the gradient is 0.
 */
public final class PooledCubes extends MapDistance {
  /** For SameDiff. */
  public PooledCubes() {}

  PooledCubes(SDVariable a, SDVariable b, List<Integer> windows, boolean overChannels) {
    super(a, b);
    windows.forEach(window -> addIArgument(window));
    addBArgument(overChannels);
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    int images = (int) inputs[0].size(0);
    int length = Math.toIntExact(inputs[0].length() / images);
    Size size = Size.of(inputs[0]);
    Floats a = Floats.of(inputs[0]);
    Floats b = Floats.of(inputs[1]);
    Floats gradient = Floats.of(outputs[1]);
    double share = 1.0 / (images * iArguments.size());
    double[] losses = new double[images];
    Threads.share(
        images,
        image -> {
          float[] own = new float[length];
          float[] difference = new float[length];
          a.read((long) image * length, own);
          b.read((long) image * length, difference);
          for (int i = 0; i < length; i++) {
            difference[i] = own[i] * own[i] - difference[i] * difference[i];
          }
          double[] sum = new double[length];
          for (int i = 0; i < iArguments.size(); i++) {
            losses[image] += share * distance(difference, size, intArgument(i), share, sum);
          }
          for (int i = 0; i < length; i++) {
            own[i] = (float) (2 * own[i] * sum[i]);
          }
          gradient.write((long) image * length, own);
        });
    outputs[0].putScalar(0, Arrays.stream(losses).sum());
  }

  /** Returns the distance, and adds {@code share} times its gradient to the sum. */
  private double distance(float[] difference, Size size, int window, double share, double[] sum) {
    boolean overChannels = flag(0);
    float[] pooled = size.pool(difference, window, overChannels);
    double squares = 0;
    for (float value : pooled) {
      squares += (double) value * value;
    }
    double mean = 1.0 / (overChannels ? window : window * window);
    if (squares > 0) {
      float[] spread = size.spread(pooled, window, overChannels);
      double factor = share * mean / Math.sqrt(squares);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += factor * spread[i];
      }
    }
    return mean * Math.sqrt(squares);
  }

  /** The size of an image's map; sums of windows over it. */
  private record Size(int height, int width, int channels) {
    static Size of(INDArray map) {
      return new Size((int) map.size(1), (int) map.size(2), (int) map.size(3));
    }

    private static int sums(int places, int window) {
      return places + 2 * (window / 2) - window + 1;
    }

    /** Sums of all windows. */
    float[] pool(float[] x, int window, boolean overChannels) {
      int before = window / 2;
      if (overChannels) {
        return slide(x, height * width, 1, channels, sums(channels, window), window, before);
      }
      int rows = sums(height, window);
      float[] ofRows = slide(x, 1, width * channels, height, rows, window, before);
      return slide(ofRows, rows, channels, width, sums(width, window), window, before);
    }

    /** To each place the sum of the sums that it is part of. */
    float[] spread(float[] sums, int window, boolean overChannels) {
      int before = window - 1 - window / 2;
      if (overChannels) {
        return slide(sums, height * width, 1, sums(channels, window), channels, window, before);
      }
      int rows = sums(height, window);
      int columns = sums(width, window);
      float[] ofColumns = slide(sums, rows, channels, columns, width, window, before);
      return slide(ofColumns, 1, width * channels, rows, height, window, before);
    }

    /**
     * Sums of windows along one axis of {@code [outer, from, inner]}; the i-th begins at place
     * {@code i - before}, and there is nothing outside.
     */
    private static float[] slide(
        float[] x, int outer, int inner, int from, int to, int window, int before) {
      float[] result = new float[outer * to * inner];
      double[] sum = new double[inner];
      for (int o = 0; o < outer; o++) {
        Arrays.fill(sum, 0);
        for (int place = 0; place < window - 1 - before; place++) {
          add(x, o, place, from, 1, sum);
        }
        for (int i = 0; i < to; i++) {
          add(x, o, i - before + window - 1, from, 1, sum);
          int start = (o * to + i) * inner;
          for (int j = 0; j < inner; j++) {
            result[start + j] = (float) sum[j];
          }
          add(x, o, i - before, from, -1, sum);
        }
      }
      return result;
    }

    private static void add(float[] x, int outer, int place, int from, int sign, double[] sum) {
      if (place >= 0 && place < from) {
        int start = (outer * from + place) * sum.length;
        for (int j = 0; j < sum.length; j++) {
          sum[j] += sign * x[start + j];
        }
      }
    }
  }
}
