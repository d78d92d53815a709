// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.Arrays;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.graph.memory.ArrayPool;
import org.ciss4j.graph.memory.Floats;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.Precision;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A wide convolution of many channels in bfloat16 as one in groups, each of some of the channels,
 * whose outputs are added. Of all channels at once, as those of ASPP on ResNet-101, oneDNN 3.11's
 * kernel for AMX takes about five times as long; where there is AVX512_BF16 alone it makes no
 * difference.
 *
 * @param whole what is computed, without bias
 * @param packed as in {@link FusedConvolution}
 */
record SplitConvolution(Convolution whole, boolean packed) {
  /** Of more channels kernels are slow, from this dilation on. */
  private static final int FAST = 512;

  private static final int WIDE = 4;

  /** Elements of the output that are summed at once. */
  private static final int PIECE = 1 << 12;

  static boolean fits(Convolution convolution) {
    return convolution.factors() == Precision.BFLOAT16
        && !convolution.bias()
        && convolution.options().groups() == 1
        && convolution.options().dilation() >= WIDE
        && convolution.kernelHeight() * convolution.kernelWidth() > 1
        && convolution.inputs() > FAST
        && convolution.inputs() % FAST == 0;
  }

  private int parts() {
    return (int) (whole.inputs() / FAST);
  }

  /** The weights of {@code whole} as PyTorch keeps them, seen as those of the groups. */
  memory.desc weights() {
    long taps = whole.kernelHeight() * whole.kernelWidth();
    return new memory.desc(
        sizes(),
        memory.data_type.f32,
        new long[] {FAST * taps, whole.inputs() * taps, taps, whole.kernelWidth(), 1});
  }

  private long[] sizes() {
    return new long[] {parts(), whole.outputs(), FAST, whole.kernelHeight(), whole.kernelWidth()};
  }

  /** Arguments: input, weights, outputs of the groups behind each other. */
  DnnCall forward() {
    return OneDnn.call(this, whole.work(), this::compile);
  }

  private DnnCall compile() {
    long[] shape = shape();
    memory.desc outputs = OneDnn.map(shape[0], shape[1], shape[2], shape[3]);
    convolution_forward.primitive_desc plan =
        whole.forwardPlan(
            OneDnn.ATTRIBUTES,
            OneDnn.desc(memory.data_type.bf16, memory.format_tag.any, sizes()),
            outputs);
    memory.desc wanted = plan.weights_desc();
    return new DnnCall(new convolution_forward(plan), plan)
        .input(DNNL_ARG_SRC, whole.inputMap(), whole.factorOfInput())
        .input(DNNL_ARG_WEIGHTS, packed ? wanted : weights(), wanted)
        .output(DNNL_ARG_DST, outputs);
  }

  private long[] shape() {
    long[] shape = whole.outputShape();
    shape[3] *= parts();
    return shape;
  }

  /** Bytes that {@link #run} takes for itself. */
  long temporaryBytes() {
    return Float.BYTES * Arrays.stream(shape()).reduce(1, (a, b) -> a * b);
  }

  /** Sets {@code y = conv(x)}. */
  void run(INDArray x, Pointer weights, INDArray y) {
    float[] factors = new float[2 * (int) whole.outputs()];
    Arrays.fill(factors, 0, factors.length / 2, 1f);
    run(forward(), x, weights, factors, Activation.NONE, y);
  }

  /**
   * Sets {@code y = act(factor conv(x) + offset)}.
   *
   * @param call {@link #forward}
   * @param factors of all channels, then the offsets
   */
  void run(
      DnnCall call,
      INDArray x,
      Pointer weights,
      float[] factors,
      Activation activation,
      INDArray y) {
    INDArray outputs = ArrayPool.ofThread().allocate(false, DataType.FLOAT, shape());
    call.execute(HostMemory.map(x), weights, HostMemory.floats(outputs));
    Floats from = Floats.of(outputs);
    Floats to = Floats.of(y);
    int channels = (int) whole.outputs();
    int rows = Math.max(1, PIECE / channels);
    long pixels = y.length() / channels;
    Work.share(
        (pixels + rows - 1) / rows,
        Work.ofElements(outputs.length()),
        number -> {
          long first = (long) number * rows;
          int count = (int) Math.min(rows, pixels - first);
          float[][] copies = Rows.copies(2, rows * channels * parts());
          from.read(first * channels * parts(), copies[0], 0, count * channels * parts());
          for (int row = 0; row < count; row++) {
            sum(copies[0], copies[1], row, factors);
          }
          activation.apply(copies[1], count * channels);
          to.write(first * channels, copies[1], 0, count * channels);
        });
    ArrayPool.ofThread().release(outputs);
  }

  private void sum(float[] from, float[] to, int row, float[] factors) {
    int channels = factors.length / 2;
    int start = row * channels;
    int read = start * parts();
    System.arraycopy(from, read, to, start, channels);
    for (int part = 1; part < parts(); part++) {
      int other = read + part * channels;
      for (int c = 0; c < channels; c++) {
        to[start + c] += from[other + c];
      }
    }
    for (int c = 0; c < channels; c++) {
      to[start + c] = to[start + c] * factors[c] + factors[channels + c];
    }
  }
}
