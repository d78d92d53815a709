// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a convolution's weights, one element of the kernel after the other: each is the
 * matrix product of the pixels of the output's gradient with those pixels of the input that the
 * element saw. Where a dilated kernel is as large as the map, most elements see little but padding,
 * and oneDNN, which has no fast kernel for such dilations, multiplies with the padding too.
 */
final class TapWeightGradient {
  private TapWeightGradient() {}

  /** Elements along one axis of the kernel: which outputs see an input, and where it lies. */
  private record Window(int firstOutput, int firstInput, int count) {
    static Window of(long tap, ConvOptions options, long inputs, long outputs) {
      long shift = tap * options.dilation() - options.padding();
      long first = Math.max(0, -shift);
      long last = Math.min(outputs, inputs - shift);
      return new Window((int) first, (int) (first + shift), (int) Math.max(0, last - first));
    }
  }

  /**
   * For a convolution of stride 1 in one group; maps channels-last, weights {@code [O, C, kH, kW]}.
   */
  static void run(Convolution convolution, INDArray input, INDArray gradient, INDArray ofWeights) {
    int outputs = (int) convolution.outputs();
    int inputs = (int) convolution.inputs();
    long taps = convolution.kernelHeight() * convolution.kernelWidth();
    INDArray byTap =
        ArrayPool.ofThread().allocate(false, DataType.FLOAT, taps, (long) outputs * inputs);
    FloatPointer results = HostMemory.floats(byTap);
    for (int tap = 0; tap < taps; tap++) {
      FloatPointer result = results.getPointer((long) tap * outputs * inputs);
      tap(convolution, tap, input, gradient, result.capacity((long) outputs * inputs));
    }
    convolution.tapsToWeights().execute(results, HostMemory.floats(ofWeights));
    ArrayPool.ofThread().release(byTap);
  }

  private static void tap(
      Convolution convolution, int tap, INDArray input, INDArray gradient, FloatPointer result) {
    ConvOptions options = convolution.options();
    Window rows =
        Window.of(tap / convolution.kernelWidth(), options, input.size(1), gradient.size(1));
    Window columns =
        Window.of(tap % convolution.kernelWidth(), options, input.size(2), gradient.size(2));
    long pixels = input.size(0) * rows.count * columns.count;
    if (pixels == 0) {
      FloatPointer.memset(result, 0, result.capacity() * Float.BYTES);
      return;
    }
    INDArray seen = cut(input, rows.firstInput, columns.firstInput, rows, columns);
    INDArray of = cut(gradient, rows.firstOutput, columns.firstOutput, rows, columns);
    new Matmul(convolution.outputs(), pixels, convolution.inputs(), true, false)
        .run(HostMemory.floats(of), HostMemory.floats(seen), result);
    ArrayPool.ofThread().release(seen);
    ArrayPool.ofThread().release(of);
  }

  /** A part of a map as a matrix {@code [pixels, C]}, in memory of the pool. */
  private static INDArray cut(
      INDArray map, int firstRow, int firstColumn, Window rows, Window columns) {
    long channels = map.size(3);
    long length = columns.count * channels;
    FloatPointer from = HostMemory.floats(map);
    INDArray result =
        ArrayPool.ofThread()
            .allocate(false, DataType.FLOAT, map.size(0) * rows.count * columns.count, channels);
    FloatPointer to = HostMemory.floats(result);
    long next = 0;
    for (long n = 0; n < map.size(0); n++) {
      for (int row = firstRow; row < firstRow + rows.count; row++) {
        long start = ((n * map.size(1) + row) * map.size(2) + firstColumn) * channels;
        FloatPointer.memcpy(to.getPointer(next), from.getPointer(start), length * Float.BYTES);
        next += length;
      }
    }
    return result;
  }
}
