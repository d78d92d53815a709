// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.option;

/**
 * Options of a convolution, the same for rows and columns, as in PyTorch.
 *
 * @param stride step between outputs, at least 1
 * @param padding zeros added on each side, at least 0
 * @param dilation distance between kernel elements, at least 1
 * @param groups parts the channels are split into, at least 1: outputs of a part see its inputs
 *     only; as many as there are channels make a depthwise convolution
 * @param precision of what is multiplied; convolutions of float maps in several groups, which are
 *     bound by memory, and ops of other backends have 32-bit floats whatever is said here
 */
public record ConvOptions(int stride, int padding, int dilation, int groups, Precision precision) {

  /** How many {@link #arguments} there are. */
  public static final int ARGUMENTS = 5;

  /** Stride 1, no padding, no dilation: a 1x1 convolution. */
  public static final ConvOptions PLAIN = new ConvOptions(1, 0, 1);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public ConvOptions {
    if (stride < 1 || padding < 0 || dilation < 1 || groups < 1) {
      throw new IllegalArgumentException(
          "expected stride >= 1, padding >= 0, dilation >= 1 and groups >= 1, got "
              + stride
              + ", "
              + padding
              + ", "
              + dilation
              + ", "
              + groups);
    }
  }

  /** Options of a convolution of 32-bit floats. */
  public ConvOptions(int stride, int padding, int dilation, int groups) {
    this(stride, padding, dilation, groups, Precision.FLOAT32);
  }

  /** Options of a convolution of 32-bit floats whose outputs see all inputs. */
  public ConvOptions(int stride, int padding, int dilation) {
    this(stride, padding, dilation, 1);
  }

  /** The options that {@link #arguments} were made of. */
  public static ConvOptions of(long... arguments) {
    return new ConvOptions(
        (int) arguments[0],
        (int) arguments[1],
        (int) arguments[2],
        (int) arguments[3],
        Precision.of((int) arguments[4]));
  }

  /** As integer arguments of an op. */
  public int[] arguments() {
    return new int[] {stride, padding, dilation, groups, precision.code()};
  }

  /**
   * A stride-1 convolution whose output is as large as its input: padding = dilation * (kernel /
   * 2), for odd kernels.
   */
  public static ConvOptions same(int kernel, int dilation) {
    return new ConvOptions(1, dilation * (kernel / 2), dilation);
  }

  /** The same with the channels split into this many parts. */
  public ConvOptions withGroups(int count) {
    return new ConvOptions(stride, padding, dilation, count, precision);
  }

  /** The same with factors of this precision. */
  public ConvOptions withPrecision(Precision other) {
    return new ConvOptions(stride, padding, dilation, groups, other);
  }

  /** {@code floor((size + 2 padding - dilation (kernel - 1) - 1) / stride) + 1}. */
  public long outputSize(long size, long kernel) {
    long extent = size + 2L * padding - dilation * (kernel - 1) - 1;
    if (extent < 0) {
      throw new IllegalArgumentException(
          "a map of " + size + " pixels is too small for a kernel of " + kernel + " with " + this);
    }
    return extent / stride + 1;
  }
}
