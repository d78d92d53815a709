// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import java.util.stream.IntStream;
import org.ciss4j.graph.memory.ArrayPool;
import org.ciss4j.graph.memory.Floats;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of a convolution of stride 1 that filters each channel by itself. Where it is
 * dilated, oneDNN has fast code for it forwards, but takes it for any grouped convolution
 * backwards.
 */
final class DepthwiseGradient {
  /** Rows of the map whose sums are taken in single precision before they join those of others. */
  private static final int ROWS_PER_CHUNK = 16;

  private final Convolution convolution;
  private final int channels;
  private final int taps;

  DepthwiseGradient(Convolution convolution) {
    this.convolution = convolution;
    this.channels = (int) convolution.inputs();
    this.taps = (int) (convolution.kernelHeight() * convolution.kernelWidth());
  }

  /** Whether these gradients can be taken here. */
  static boolean fits(Convolution convolution) {
    ConvOptions options = convolution.options();
    return options.groups() == convolution.inputs()
        && convolution.outputs() == convolution.inputs()
        && options.stride() == 1
        && convolution.kernelHeight() == convolution.kernelWidth()
        && options.padding() <= paddingBack(convolution);
  }

  private static long paddingBack(Convolution convolution) {
    return convolution.options().dilation() * (convolution.kernelHeight() - 1);
  }

  /** Each input's gradient is that of the outputs it met: filtered with the kernel turned round. */
  void ofInput(INDArray weights, INDArray ofOutput, INDArray ofInput) {
    float[] kernels = HostMemory.toFloats(weights);
    float[] turned = new float[kernels.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = kernels[i / taps * taps + taps - 1 - i % taps];
    }
    INDArray back = ArrayPool.ofThread().allocate(false, DataType.FLOAT, weights.shape());
    Floats.of(back).write(0, turned);
    ConvOptions options = convolution.options();
    int padding = (int) paddingBack(convolution) - options.padding();
    Convolution.of(
            ofOutput,
            weights,
            new ConvOptions(1, padding, options.dilation(), options.groups()),
            false)
        .forward()
        .execute(HostMemory.map(ofOutput), HostMemory.floats(back), HostMemory.map(ofInput));
    ArrayPool.ofThread().release(back);
  }

  /** The gradient of the weights, {@code [C, 1, k, k]}; the same whatever the number of cores. */
  void ofWeights(INDArray input, INDArray ofOutput, INDArray ofWeights) {
    Floats inputs = Floats.of(input);
    Floats gradients = Floats.of(ofOutput);
    int rows = Math.toIntExact(ofOutput.size(0) * ofOutput.size(1));
    double[][] parts = new double[(rows + ROWS_PER_CHUNK - 1) / ROWS_PER_CHUNK][];
    Work.share(
        parts.length,
        Work.ofElements(ofOutput.length() * taps),
        chunk -> {
          int first = chunk * ROWS_PER_CHUNK;
          int last = Math.min(rows, first + ROWS_PER_CHUNK);
          parts[chunk] = sums(inputs, gradients, IntStream.range(first, last).toArray());
        });
    float[] result = new float[channels * taps];
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (double[] part : parts) {
        sum += part[i];
      }
      result[i] = (float) sum;
    }
    Floats.of(ofWeights).write(0, result);
  }

  /** What some rows of the output's gradient, counted over all images, add to the result. */
  private double[] sums(Floats inputs, Floats gradients, int[] rows) {
    int width = (int) convolution.outputShape()[2];
    int piece = Math.min(width, Rows.piece(channels) / channels);
    float[][] sums = new float[taps][piece * channels];
    float[][] copies = Rows.copies(2, piece * channels);
    for (int row : rows) {
      for (int first = 0; first < width; first += piece) {
        int last = Math.min(width, first + piece);
        long start = ((long) row * width + first) * channels;
        gradients.read(start, copies[0], 0, (last - first) * channels);
        for (int tap = 0; tap < taps; tap++) {
          add(inputs, copies, sums[tap], tap, row, first, last);
        }
      }
    }
    return folded(sums);
  }

  /** Adds the products of some pixels of a row with those that an element of the kernel saw. */
  private void add(
      Floats inputs, float[][] copies, float[] sum, int tap, int row, int first, int last) {
    ConvOptions options = convolution.options();
    int kernel = (int) convolution.kernelWidth();
    int height = (int) convolution.height();
    int width = (int) convolution.width();
    int rowsOfImage = (int) convolution.outputShape()[1];
    int seenRow = row % rowsOfImage + tap / kernel * options.dilation() - options.padding();
    int shift = tap % kernel * options.dilation() - options.padding();
    int from = Math.max(first, -shift);
    int to = Math.min(last, width - shift);
    if (seenRow < 0 || seenRow >= height || from >= to) {
      return;
    }
    long seen = (long) (row / rowsOfImage) * height + seenRow;
    long start = (seen * width + from + shift) * channels;
    int begin = (from - first) * channels;
    int end = (to - first) * channels;
    inputs.read(start, copies[1], begin, end - begin);
    addProducts(copies[0], copies[1], sum, begin, end);
  }

  private static void addProducts(float[] a, float[] b, float[] sum, int begin, int end) {
    for (int i = begin; i < end; i++) {
      sum[i] += a[i] * b[i];
    }
  }

  /** From a sum for each element and pixel of a piece to one for each weight. */
  private double[] folded(float[][] sums) {
    double[] result = new double[channels * taps];
    for (int tap = 0; tap < taps; tap++) {
      for (int i = 0; i < sums[tap].length; i++) {
        result[i % channels * taps + tap] += sums[tap][i];
      }
    }
    return result;
  }
}
