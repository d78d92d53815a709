// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

/**
 * A long row of elements in overlapping windows: one begins every 2^bits elements and is nearly
 * twice as long, so that a piece of at most 2^bits elements lies within the window that its first
 * element is of.
 *
 * @param length of the whole row
 * @param bits how far apart windows begin
 */
record Windows(long length, int bits) {
  /** So that a window of elements of four bytes fits one of Java's buffers. */
  private static final int BITS = 28;

  static Windows of(long length) {
    return new Windows(length, BITS);
  }

  int count() {
    return (int) ((length + (1L << bits) - 1) >>> bits);
  }

  /** The first element of a window. */
  long start(int window) {
    return (long) window << bits;
  }

  /** Elements of a window. */
  long length(int window) {
    return Math.min(length - start(window), (2L << bits) - 1);
  }

  /**
   * The window that a piece lies in.
   *
   * @throws IndexOutOfBoundsException if the piece is not within the row
   */
  int of(long start, int count) {
    if (start < 0 || start + count > length || count > 1L << bits) {
      throw new IndexOutOfBoundsException(
          count + " elements from " + start + " of " + length + " in windows of 2^" + bits);
    }
    return (int) (start >>> bits);
  }

  /** Where an element is in the window that {@link #of} gives. */
  int within(long start) {
    return (int) (start & ((1L << bits) - 1));
  }
}
