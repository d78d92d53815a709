// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of batch normalisation over the last axis of a map, in pieces of rows on all
 * cores.
 *
 * <p>Not oneDNN's primitives: their threads wait for each other in busy loops, which made them ten
 * times slower than the convolutions around them as soon as anything else, such as a loader thread,
 * wanted a core. Sums are taken in the same pieces and order whatever the number of cores.
 */
final class Normalization {
  /** Rows that are summed in single precision before they join a sum in double precision. */
  private static final int ROWS = 128;

  private final int rows;
  private final int channels;
  private final float[] factor;
  private final float[] offset;
  private final float[] mean;
  private final float[] inverse;
  private final Activation activation;

  /** Adds what some rows contribute to sums. */
  @FunctionalInterface
  private interface Sum {
    void add(int start, int length, float[] sums);
  }

  /** Works on {@code length} elements from {@code start}, whole rows. */
  @FunctionalInterface
  private interface Piece {
    void run(int start, int length);
  }

  /** Statistics of a batch, {@code [C]} each; the variance is divided by the number of rows. */
  record Statistics(double[] mean, double[] variance) {}

  /** y = factor x + offset with factor = scale / sqrt(variance + epsilon). */
  Normalization(
      long[] shape,
      float[] scale,
      float[] shift,
      float[] mean,
      float[] variance,
      double epsilon,
      Activation activation) {
    this.channels = (int) shape[shape.length - 1];
    this.rows = rows(shape);
    this.mean = mean;
    this.activation = activation;
    this.factor = new float[channels];
    this.offset = new float[channels];
    this.inverse = new float[channels];
    for (int c = 0; c < channels; c++) {
      double ofDeviation = 1 / Math.sqrt(variance[c] + epsilon);
      inverse[c] = (float) ofDeviation;
      factor[c] = (float) (scale[c] * ofDeviation);
      offset[c] = (float) (shift[c] - mean[c] * (scale[c] * ofDeviation));
    }
  }

  /** Number of values per channel. */
  static int rows(long[] shape) {
    return (int) (shape[0] * shape[1] * shape[2]);
  }

  /** Mean and variance of each channel of x. */
  static Statistics statistics(INDArray x) {
    int rows = rows(x.shape());
    int channels = (int) x.size(3);
    FloatBuffer from = HostMemory.floatBuffer(x);
    double[] mean =
        sum(
            rows,
            channels,
            channels,
            (start, length, sums) -> {
              float[] values = HostMemory.read(from, start, length);
              for (int row = 0; row < length; row += sums.length) {
                for (int c = 0; c < sums.length; c++) {
                  sums[c] += values[row + c];
                }
              }
            });
    divide(mean, rows);
    float[] center = floats(mean);
    double[] variance =
        sum(
            rows,
            channels,
            channels,
            (start, length, sums) -> {
              float[] values = HostMemory.read(from, start, length);
              for (int row = 0; row < length; row += sums.length) {
                for (int c = 0; c < sums.length; c++) {
                  float distance = values[row + c] - center[c];
                  sums[c] += distance * distance;
                }
              }
            });
    divide(variance, rows);
    return new Statistics(mean, variance);
  }

  /** Sets y. */
  void apply(INDArray x, INDArray y) {
    FloatBuffer from = HostMemory.floatBuffer(x);
    FloatBuffer to = HostMemory.floatBuffer(y);
    forEachPiece(
        rows,
        channels,
        (start, length) -> {
          float[] values = HostMemory.read(from, start, length);
          for (int row = 0; row < length; row += channels) {
            for (int c = 0; c < channels; c++) {
              values[row + c] = values[row + c] * factor[c] + offset[c];
            }
          }
          activate(values);
          to.put(start, values);
        });
  }

  private void activate(float[] values) {
    if (activation == Activation.NONE) {
      return;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(values[i], 0f);
    }
    if (activation == Activation.RELU6) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.min(values[i], 6f);
      }
    }
  }

  /**
   * Sets the gradients of x, scale and shift, given that of y.
   *
   * @param frozen whether the statistics are constants, through which no gradient flows
   */
  void gradient(
      INDArray x,
      INDArray ofOutput,
      boolean frozen,
      INDArray ofInput,
      INDArray ofScale,
      INDArray ofShift) {
    FloatBuffer values = HostMemory.floatBuffer(x);
    FloatBuffer gradients = HostMemory.floatBuffer(ofOutput);
    double[] sums = gradientSums(values, gradients);
    float[] shiftGradient = new float[channels];
    float[] scaleGradient = new float[channels];
    float[] constant = new float[channels];
    float[] slope = new float[channels];
    for (int c = 0; c < channels; c++) {
      shiftGradient[c] = (float) sums[c];
      scaleGradient[c] = (float) (sums[channels + c] * inverse[c]);
      constant[c] = frozen ? 0f : (float) (sums[c] / rows);
      slope[c] =
          frozen ? 0f : (float) (sums[channels + c] * inverse[c] * (double) inverse[c] / rows);
    }
    HostMemory.floatBuffer(ofShift).put(0, shiftGradient);
    HostMemory.floatBuffer(ofScale).put(0, scaleGradient);
    FloatBuffer to = HostMemory.floatBuffer(ofInput);
    forEachPiece(
        rows,
        channels,
        (start, length) -> {
          float[] input = HostMemory.read(values, start, length);
          float[] gradient = maskedGradient(gradients, start, input);
          for (int row = 0; row < length; row += channels) {
            for (int c = 0; c < channels; c++) {
              gradient[row + c] =
                  factor[c]
                      * (gradient[row + c] - constant[c] - (input[row + c] - mean[c]) * slope[c]);
            }
          }
          to.put(start, gradient);
        });
  }

  /** Sums over rows of the gradient, and of the gradient times (x - mean): {@code [2 C]}. */
  private double[] gradientSums(FloatBuffer values, FloatBuffer gradients) {
    return sum(
        rows,
        channels,
        2 * channels,
        (start, length, sums) -> {
          float[] input = HostMemory.read(values, start, length);
          float[] gradient = maskedGradient(gradients, start, input);
          for (int row = 0; row < length; row += channels) {
            for (int c = 0; c < channels; c++) {
              sums[c] += gradient[row + c];
              sums[channels + c] += gradient[row + c] * (input[row + c] - mean[c]);
            }
          }
        });
  }

  /** The gradient of y, without what the activation, computed again from x, did not let through. */
  private float[] maskedGradient(FloatBuffer gradients, int start, float[] input) {
    float[] gradient = HostMemory.read(gradients, start, input.length);
    if (activation == Activation.NONE) {
      return gradient;
    }
    float ceiling = activation == Activation.RELU6 ? 6f : Float.POSITIVE_INFINITY;
    for (int row = 0; row < input.length; row += channels) {
      for (int c = 0; c < channels; c++) {
        float y = input[row + c] * factor[c] + offset[c];
        gradient[row + c] = y > 0f && y < ceiling ? gradient[row + c] : 0f;
      }
    }
    return gradient;
  }

  private static double[] sum(int rows, int channels, int width, Sum body) {
    float[][] parts = new float[pieces(rows)][width];
    forEachPiece(
        rows, channels, (start, length) -> body.add(start, length, parts[start / channels / ROWS]));
    double[] total = new double[width];
    for (float[] part : parts) {
      for (int i = 0; i < width; i++) {
        total[i] += part[i];
      }
    }
    return total;
  }

  private static void forEachPiece(int rows, int channels, Piece body) {
    HostMemory.parallel(
        pieces(rows),
        piece -> {
          int first = piece * ROWS;
          body.run(first * channels, Math.min(ROWS, rows - first) * channels);
        });
  }

  private static int pieces(int rows) {
    return (rows + ROWS - 1) / ROWS;
  }

  private static void divide(double[] sums, int count) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= count;
    }
  }

  static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}
