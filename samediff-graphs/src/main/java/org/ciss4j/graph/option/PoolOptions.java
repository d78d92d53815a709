// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.option;

/** Options of a pooling with square windows, as in PyTorch. */
public final class PoolOptions {
  private PoolOptions() {}

  /**
   * Checks the geometry.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public static void check(int kernel, int stride, int padding) {
    if (kernel < 1 || stride < 1 || padding < 0 || padding > kernel / 2) {
      throw new IllegalArgumentException(
          "expected kernel >= 1, stride >= 1 and padding from 0 to half the kernel, got "
              + kernel
              + ", "
              + stride
              + ", "
              + padding);
    }
  }
}
