// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.ciss4j.graph.memory.ArrayPool;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a convolution's weights, one element of the kernel after the other: each is the
 * matrix product of the pixels of the output's gradient with those pixels of the input that the
 * element saw. Where a dilated kernel is as large as the map, most elements see little but padding,
 * and oneDNN, which has no fast kernel for such dilations, multiplies with the padding too.
 */
public final class TapWeightGradient {
  private TapWeightGradient() {}

  /** Elements along one axis of the kernel: which outputs see an input, and where it lies. */
  private record Window(int firstOutput, int firstInput, int count) {
    static Window of(long tap, ConvOptions options, long inputs, long outputs) {
      long shift = tap * options.dilation() - options.padding();
      if (options.stride() > 1) {
        return new Window(0, 0, (int) outputs);
      }
      long first = Math.max(0, -shift);
      long last = Math.min(outputs, inputs - shift);
      return new Window((int) first, (int) (first + shift), (int) Math.max(0, last - first));
    }
  }

  /**
   * For a convolution in one group, of stride 1 or of one tap without padding; maps channels-last,
   * weights {@code [O, C, kH, kW]}.
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
    int stride = options.stride();
    INDArray seen = cut(input, rows.firstInput, columns.firstInput, rows, columns, stride);
    INDArray of = cut(gradient, rows.firstOutput, columns.firstOutput, rows, columns, 1);
    new Matmul(
            convolution.outputs(), pixels, convolution.inputs(), true, false, convolution.factors())
        .run(HostMemory.floats(of), HostMemory.floats(seen), result);
    ArrayPool.ofThread().release(seen);
    ArrayPool.ofThread().release(of);
  }

  /** Every so many pixels of a part of a map, as a matrix {@code [pixels, C]} of the pool. */
  private static INDArray cut(
      INDArray map, int firstRow, int firstColumn, Window rows, Window columns, int stride) {
    long channels = map.size(3);
    // Pixels that lie behind each other are copied at once.
    long piece = stride == 1 ? columns.count * channels : channels;
    FloatPointer from = HostMemory.floats(map);
    INDArray result =
        ArrayPool.ofThread()
            .allocate(false, DataType.FLOAT, map.size(0) * rows.count * columns.count, channels);
    FloatPointer to = HostMemory.floats(result);
    long next = 0;
    for (long n = 0; n < map.size(0); n++) {
      for (int row = 0; row < rows.count; row++) {
        long y = firstRow + (long) row * stride;
        for (int column = 0; column < columns.count * channels / piece; column++) {
          long x = firstColumn + (long) column * stride;
          long start = ((n * map.size(1) + y) * map.size(2) + x) * channels;
          FloatPointer.memcpy(to.getPointer(next), from.getPointer(start), piece * Float.BYTES);
          next += piece;
        }
      }
    }
    return result;
  }
}
