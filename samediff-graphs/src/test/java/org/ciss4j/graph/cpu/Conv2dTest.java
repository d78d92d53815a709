// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.BytePointer;
import org.ciss4j.graph.kernel.Scratch;
import org.ciss4j.graph.option.ConvOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class Conv2dTest {

  @ParameterizedTest(
      name = "[{0},{1},{2},{3}] -> {4}, kernel {5}x{6}, stride {7}, padding {8}, dilation {9}")
  @CsvSource({
    "1, 1, 1, 1, 1, 1, 1, 1, 0, 1",
    "2, 5, 4, 3, 2, 1, 1, 1, 0, 1",
    "1, 7, 5, 1, 1, 3, 3, 1, 1, 1",
    "2, 7, 5, 3, 4, 3, 3, 2, 1, 1",
    "1, 6, 6, 2, 3, 1, 1, 2, 0, 1",
    "1, 9, 8, 3, 5, 7, 7, 2, 3, 1",
    "1, 5, 7, 2, 2, 3, 3, 1, 2, 2",
    "2, 8, 8, 2, 2, 3, 3, 1, 6, 6",
    "1, 5, 3, 3, 2, 3, 3, 1, 12, 12",
    "1, 4, 4, 2, 3, 3, 3, 1, 18, 18",
    "1, 40, 3, 1, 1, 3, 3, 1, 18, 18",
    "1, 6, 7, 2, 3, 3, 1, 1, 1, 1",
    "1, 6, 6, 20, 17, 3, 3, 1, 1, 1",
    "3, 5, 5, 33, 9, 1, 1, 1, 0, 1",
    "1, 9, 9, 16, 8, 3, 3, 2, 2, 2"
  })
  void equalsPlainLoops(
      int n, int h, int w, int c, int o, int kh, int kw, int stride, int padding, int dilation) {
    ConvOptions options = new ConvOptions(stride, padding, dilation);
    Tensor x = Tensor.random(1, n, h, w, c);
    Tensor weights = Tensor.random(2, o, c, kh, kw);
    Tensor bias = Tensor.random(3, o);
    OpCheck.check(
        (ops, in) -> ops.conv2d(in[0], in[1], options),
        in -> convolve(x, weights, in[0], in[1], new double[o], options),
        x,
        weights);
    OpCheck.check(
        (ops, in) -> ops.conv2d(in[0], in[1], in[2], options),
        in -> convolve(x, weights, in[0], in[1], in[2], options),
        x,
        weights,
        bias);
  }

  /** oneDNN's own kernel for such convolutions takes what happens to lie in memory for channels. */
  @ParameterizedTest(name = "[{0},{1},{1},{2}] -> {3}")
  @CsvSource({
    "4, 8, 4, 8",
    "1, 8, 1, 8",
    "4, 16, 3, 8",
    "3, 12, 7, 16",
    "4, 8, 6, 20",
    "2, 8, 12, 24"
  })
  void gradientsOfNarrowStridedConvolutionsDoNotDependOnMemory(int n, int size, int c, int o) {
    ConvOptions options = new ConvOptions(2, 0, 1);
    Tensor x = Tensor.random(1, n, size, size, c);
    Tensor weights = Tensor.random(2, o, c, 1, 1);
    for (int round = 0; round < 4; round++) {
      BytePointer.memset(Scratch.memory(1 << 20), 0x43, 1 << 20);
      Nd4j.valueArrayOf(new long[] {1 << (8 + round)}, 1e3f, DataType.FLOAT).close();
      OpCheck.check(
          (ops, in) -> ops.conv2d(in[0], in[1], options),
          in -> convolve(x, weights, in[0], in[1], new double[o], options),
          x,
          weights);
    }
  }

  @ParameterizedTest(
      name = "[{0},{1},{2},{3}] -> {4} in {5} groups, stride {6}, padding {7}, dilation {8}")
  @CsvSource({
    "1, 5, 7, 4, 4, 4, 1, 1, 1",
    "2, 7, 5, 3, 3, 3, 2, 1, 1",
    "1, 9, 8, 17, 17, 17, 1, 2, 2",
    "1, 6, 5, 32, 32, 32, 2, 1, 1",
    "2, 5, 5, 32, 32, 32, 1, 2, 2",
    "1, 5, 6, 2, 6, 2, 1, 1, 1",
    "1, 7, 6, 6, 4, 2, 2, 2, 2",
    "1, 3, 3, 1, 1, 1, 1, 1, 1",
    "2, 9, 8, 20, 20, 20, 1, 0, 2",
    "1, 19, 3, 16, 16, 16, 1, 3, 3",
    "1, 3, 4, 18, 18, 18, 1, 6, 4",
    "1, 2, 30, 300, 300, 300, 1, 2, 2"
  })
  void groupsSeeTheirOwnChannels(
      int n, int h, int w, int c, int o, int groups, int stride, int padding, int dilation) {
    ConvOptions options = new ConvOptions(stride, padding, dilation, groups);
    Tensor x = Tensor.random(1, n, h, w, c);
    Tensor weights = Tensor.random(2, o, c / groups, 3, 3);
    Tensor bias = Tensor.random(3, o);
    OpCheck.check(
        (ops, in) -> ops.conv2d(in[0], in[1], options),
        in -> convolve(x, weights, in[0], in[1], new double[o], options),
        x,
        weights);
    OpCheck.check(
        (ops, in) -> ops.conv2d(in[0], in[1], in[2], options),
        in -> convolve(x, weights, in[0], in[1], in[2], options),
        x,
        weights,
        bias);
  }

  private static double[] convolve(
      Tensor x, Tensor weights, double[] values, double[] kernel, double[] bias, ConvOptions at) {
    int h = x.dim(1);
    int w = x.dim(2);
    int c = x.dim(3);
    int o = weights.dim(0);
    int inputs = weights.dim(1);
    int kh = weights.dim(2);
    int kw = weights.dim(3);
    int outH = (h + 2 * at.padding() - at.dilation() * (kh - 1) - 1) / at.stride() + 1;
    int outW = (w + 2 * at.padding() - at.dilation() * (kw - 1) - 1) / at.stride() + 1;
    double[] y = new double[x.dim(0) * outH * outW * o];
    for (int i = 0; i < y.length; i++) {
      int channel = i % o;
      int column = i / o % outW;
      int row = i / o / outW % outH;
      int image = i / o / outW / outH;
      double sum = bias[channel];
      for (int ky = 0; ky < kh; ky++) {
        int sourceRow = row * at.stride() - at.padding() + ky * at.dilation();
        for (int kx = 0; kx < kw; kx++) {
          int sourceColumn = column * at.stride() - at.padding() + kx * at.dilation();
          if (sourceRow < 0 || sourceRow >= h || sourceColumn < 0 || sourceColumn >= w) {
            continue;
          }
          int first = channel / (o / at.groups()) * inputs;
          for (int d = 0; d < inputs; d++) {
            sum +=
                values[((image * h + sourceRow) * w + sourceColumn) * c + first + d]
                    * kernel[((channel * inputs + d) * kh + ky) * kw + kx];
          }
        }
      }
      y[i] = sum;
    }
    return y;
  }

  @Test
  void sameKeepsTheSizeForOddKernels() {
    for (int kernel : new int[] {1, 3, 5, 7}) {
      for (int dilation : new int[] {1, 2, 6, 18}) {
        assertThat(ConvOptions.same(kernel, dilation).outputSize(13, kernel)).isEqualTo(13);
      }
    }
  }

  @Test
  void optionsOutOfRangeAreRejected() {
    assertThatThrownBy(() -> new ConvOptions(0, 0, 1)).hasMessageContaining("stride >= 1");
    assertThatThrownBy(() -> new ConvOptions(1, -1, 1)).hasMessageContaining("padding >= 0");
    assertThatThrownBy(() -> new ConvOptions(1, 0, 0)).hasMessageContaining("dilation >= 1");
    assertThatThrownBy(() -> ConvOptions.PLAIN.withGroups(0)).hasMessageContaining("groups >= 1");
    assertThatThrownBy(() -> ConvOptions.PLAIN.outputSize(2, 3)).hasMessageContaining("too small");
  }
}
