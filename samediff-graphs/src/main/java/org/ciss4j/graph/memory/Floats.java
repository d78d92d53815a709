// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The elements of a contiguous array of floats, to be copied piece by piece from and to Java's own
 * arrays, on which loops run as vector code.
 *
 * <p>Places are long: a Java buffer ends at 2^31 - 1 bytes, a tensor does not. So there are several
 * buffers, each of which reaches into the next, and every piece of a row or a plane lies within
 * one. Safe for several threads whose pieces do not overlap. The array must outlive this view.
 */
public final class Floats {
  private final Windows windows;
  private final FloatBuffer[] buffers;

  private Floats(FloatPointer start, Windows windows) {
    this.windows = windows;
    this.buffers = new FloatBuffer[windows.count()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = start.getPointer(windows.start(i)).capacity(windows.length(i)).asBuffer();
    }
  }

  /**
   * The elements of an array.
   *
   * @throws IllegalArgumentException if it is not one of floats
   */
  public static Floats of(INDArray array) {
    return of(array, Windows.of(array.length()));
  }

  static Floats of(INDArray array, Windows windows) {
    return new Floats(HostMemory.floats(array), windows);
  }

  /** Fills an array with the elements from {@code start} on. */
  public void read(long start, float[] to) {
    read(start, to, 0, to.length);
  }

  /** Sets {@code length} elements of an array, from {@code offset} on. */
  public void read(long start, float[] to, int offset, int length) {
    buffers[windows.of(start, length)].get(windows.within(start), to, offset, length);
  }

  /** Sets the elements from {@code start} on. */
  public void write(long start, float[] from) {
    write(start, from, 0, from.length);
  }

  /** Sets {@code length} elements to those of an array from {@code offset} on. */
  public void write(long start, float[] from, int offset, int length) {
    buffers[windows.of(start, length)].put(windows.within(start), from, offset, length);
  }
}
