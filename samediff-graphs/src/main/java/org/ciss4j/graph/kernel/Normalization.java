// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import org.ciss4j.graph.memory.Floats;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.option.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of batch normalisation over the last axis of a map.
 *
 * <p>Sums and gradients are taken in pieces of rows on all cores, not by oneDNN's primitive for
 * normalisation: its threads wait for each other in busy loops, which made them ten times slower
 * than the convolutions around them as soon as anything else, such as a loader thread, wanted a
 * core. Sums are taken in the same pieces and order whatever the number of cores.
 */
public final class Normalization {
  /** Rows whose mean is near enough to that of all for sums of squares around it. */
  private static final int FIRST_ROWS = 128;

  /** Times any positive number but the very smallest, this is at least 1. */
  private static final float STEEP = 1e38f;

  private final long rows;
  private final int channels;
  private final float[] factor;
  private final float[] offset;
  private final float[] mean;
  private final float[] inverse;
  private final Activation activation;

  /** Statistics of a batch, {@code [C]} each; the variance is divided by the number of rows. */
  public record Statistics(double[] mean, double[] variance) {}

  /** Of scale, shift, mean and variance, four inputs of an op from number {@code first} on. */
  public static Normalization of(
      long[] shape, INDArray[] inputs, int first, double epsilon, Activation activation) {
    return new Normalization(
        shape,
        HostMemory.toFloats(inputs[first]),
        HostMemory.toFloats(inputs[first + 1]),
        HostMemory.toFloats(inputs[first + 2]),
        HostMemory.toFloats(inputs[first + 3]),
        epsilon,
        activation);
  }

  /** y = factor x + offset with factor = scale / sqrt(variance + epsilon). */
  public Normalization(
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

  /** Sets {@code [2, C]}: the factors, then the offsets. */
  public void writeTo(INDArray factorsAndOffsets) {
    Floats to = Floats.of(factorsAndOffsets);
    to.write(0, factor);
    to.write(channels, offset);
  }

  /** Number of values per channel. */
  public static long rows(long[] shape) {
    return shape[0] * shape[1] * shape[2];
  }

  /** Mean and variance of each channel of x, from sums around the mean of the first rows. */
  public static Statistics statistics(INDArray x) {
    long rows = rows(x.shape());
    float[] center = meanOfFirstRows(x, (int) Math.min(rows, FIRST_ROWS));
    float[] centers = Rows.tiled(center);
    double[][] sums =
        Rows.sums(
            new INDArray[] {x},
            center.length,
            2,
            (values, result, length) -> addMoments(values[0], centers, result, length));
    double[] mean = new double[center.length];
    double[] variance = new double[center.length];
    for (int c = 0; c < mean.length; c++) {
      double distance = sums[0][c] / rows;
      mean[c] = center[c] + distance;
      variance[c] = Math.max(sums[1][c] / rows - distance * distance, 0);
    }
    return new Statistics(mean, variance);
  }

  private static void addMoments(float[] x, float[] centers, float[][] sums, int length) {
    float[] first = sums[0];
    float[] second = sums[1];
    for (int i = 0; i < length; i++) {
      first[i] += x[i] - centers[i];
    }
    for (int i = 0; i < length; i++) {
      float distance = x[i] - centers[i];
      second[i] += distance * distance;
    }
  }

  private static float[] meanOfFirstRows(INDArray x, int rows) {
    int channels = (int) x.size(3);
    float[] values = new float[rows * channels];
    Floats.of(x).read(0, values);
    double[] sums = new double[channels];
    for (int i = 0; i < values.length; i++) {
      sums[i % channels] += values[i];
    }
    float[] result = new float[channels];
    for (int c = 0; c < channels; c++) {
      result[c] = (float) (sums[c] / rows);
    }
    return result;
  }

  /** Sets y. */
  public void apply(INDArray x, INDArray y) {
    Affine.apply(x, factor, offset, activation, y);
  }

  /**
   * Sets the gradients of x, scale and shift, given that of y.
   *
   * @param frozen whether the statistics are constants, through which no gradient flows
   */
  public void gradient(
      INDArray x,
      INDArray ofOutput,
      boolean frozen,
      INDArray ofInput,
      INDArray ofScale,
      INDArray ofShift) {
    float[] factors = Rows.tiled(factor);
    float[] offsets = Rows.tiled(offset);
    float[] means = Rows.tiled(mean);
    INDArray[] inputs = {x, ofOutput};
    double[][] sums =
        Rows.sums(
            inputs,
            channels,
            2,
            (values, result, length) -> {
              mask(values[0], values[1], factors, offsets, length);
              addProducts(values[0], values[1], means, result, length);
            });
    float[] slope = new float[channels];
    float[] constant = new float[channels];
    float[] shiftGradient = new float[channels];
    float[] scaleGradient = new float[channels];
    for (int c = 0; c < channels; c++) {
      shiftGradient[c] = (float) sums[0][c];
      scaleGradient[c] = (float) (sums[1][c] * inverse[c]);
      double ofDistance = frozen ? 0 : sums[1][c] * inverse[c] * inverse[c] / rows;
      slope[c] = (float) (-factor[c] * ofDistance);
      constant[c] = frozen ? 0f : (float) (-factor[c] * sums[0][c] / rows);
    }
    Floats.of(ofShift).write(0, shiftGradient);
    Floats.of(ofScale).write(0, scaleGradient);
    float[] slopes = Rows.tiled(slope);
    float[] constants = Rows.tiled(constant);
    Rows.map(
        new INDArray[] {ofInput},
        inputs,
        channels,
        (values, results, length) -> {
          float[] input = values[0];
          float[] gradient = values[1];
          float[] result = results[0];
          mask(input, gradient, factors, offsets, length);
          for (int i = 0; i < length; i++) {
            result[i] = factors[i] * gradient[i] + (input[i] - means[i]) * slopes[i] + constants[i];
          }
        });
  }

  /** Sums of the gradient, and of the gradient times (x - mean). */
  private static void addProducts(
      float[] x, float[] gradient, float[] means, float[][] sums, int length) {
    float[] first = sums[0];
    float[] second = sums[1];
    for (int i = 0; i < length; i++) {
      first[i] += gradient[i];
    }
    for (int i = 0; i < length; i++) {
      second[i] += gradient[i] * (x[i] - means[i]);
    }
  }

  /**
   * Takes out of the gradient of y what the activation, computed again from x, did not let through.
   */
  private void mask(float[] x, float[] gradient, float[] factors, float[] offsets, int length) {
    if (activation == Activation.NONE) {
      return;
    }
    for (int i = 0; i < length; i++) {
      float y = x[i] * factors[i] + offsets[i];
      gradient[i] *= Math.min(Math.max(y * STEEP, 0f), 1f);
    }
    if (activation == Activation.RELU6) {
      for (int i = 0; i < length; i++) {
        float y = x[i] * factors[i] + offsets[i];
        gradient[i] *= Math.min(Math.max((6f - y) * STEEP, 0f), 1f);
      }
    }
  }

  /** The same numbers in single precision. */
  public static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}
