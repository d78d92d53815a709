// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.function.LongFunction;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The elements of a contiguous array of floats, to be copied piece by piece from and to Java's own
 * arrays, on which loops run as vector code. Of an array of bfloat16 the copies are floats, too:
 * read without loss, rounded when they are written.
 *
 * <p>Places are long: a Java buffer ends at 2^31 - 1 bytes, a tensor does not. So there are several
 * buffers, each of which reaches into the next, and every piece of a row or a plane lies within
 * one. Safe for several threads whose pieces do not overlap. The array must outlive this view.
 */
public final class Floats {
  private final Windows windows;
  private final Window[] parts;

  /** A part of the array, whose elements are counted from its start. */
  private interface Window {
    void read(int start, float[] to, int offset, int length);

    void write(int start, float[] from, int offset, int length);
  }

  private record Singles(FloatBuffer buffer) implements Window {
    @Override
    public void read(int start, float[] to, int offset, int length) {
      buffer.get(start, to, offset, length);
    }

    @Override
    public void write(int start, float[] from, int offset, int length) {
      buffer.put(start, from, offset, length);
    }
  }

  private record Halves(ShortBuffer buffer) implements Window {
    @Override
    public void read(int start, float[] to, int offset, int length) {
      short[] copy = Bfloat16.copy(length);
      buffer.get(start, copy, 0, length);
      Bfloat16.widen(copy, to, offset, length);
    }

    @Override
    public void write(int start, float[] from, int offset, int length) {
      short[] copy = Bfloat16.copy(length);
      Bfloat16.round(from, offset, copy, length);
      buffer.put(start, copy, 0, length);
    }
  }

  private Floats(Windows windows, LongFunction<Pointer> at) {
    this.windows = windows;
    this.parts = new Window[windows.count()];
    for (int i = 0; i < parts.length; i++) {
      Pointer part = at.apply(windows.start(i)).capacity(windows.length(i));
      parts[i] =
          part instanceof ShortPointer halves
              ? new Halves(halves.asBuffer())
              : new Singles(((FloatPointer) part).asBuffer());
    }
  }

  /**
   * The elements of an array.
   *
   * @throws IllegalArgumentException if it is neither one of floats nor one of bfloat16
   */
  public static Floats of(INDArray array) {
    return of(array, Windows.of(array.length()));
  }

  static Floats of(INDArray array, Windows windows) {
    Pointer start = HostMemory.map(array);
    return new Floats(windows, start::getPointer);
  }

  /** Fills an array with the elements from {@code start} on. */
  public void read(long start, float[] to) {
    read(start, to, 0, to.length);
  }

  /** Sets {@code length} elements of an array, from {@code offset} on. */
  public void read(long start, float[] to, int offset, int length) {
    parts[windows.of(start, length)].read(windows.within(start), to, offset, length);
  }

  /** Sets the elements from {@code start} on. */
  public void write(long start, float[] from) {
    write(start, from, 0, from.length);
  }

  /** Sets {@code length} elements to those of an array from {@code offset} on. */
  public void write(long start, float[] from, int offset, int length) {
    parts[windows.of(start, length)].write(windows.within(start), from, offset, length);
  }
}
