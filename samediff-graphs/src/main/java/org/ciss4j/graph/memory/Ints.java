// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The elements of a contiguous array of 32-bit integers, as {@link Floats}. */
public final class Ints {
  private static final int PIECE = 1 << 14;

  private final Windows windows;
  private final IntBuffer[] buffers;

  private Ints(IntPointer start, Windows windows) {
    this.windows = windows;
    this.buffers = new IntBuffer[windows.count()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = start.getPointer(windows.start(i)).capacity(windows.length(i)).asBuffer();
    }
  }

  /** Of a contiguous int32 array on the host, of any length. */
  public static Ints of(INDArray array) {
    return of(array, Windows.of(array.length()));
  }

  static Ints of(INDArray array, Windows windows) {
    return new Ints(HostMemory.ints(array), windows);
  }

  /** How many are of a kind. */
  public long count(IntPredicate kind) {
    long count = 0;
    for (long start = 0; start < windows.length(); start += PIECE) {
      int[] piece = new int[(int) Math.min(PIECE, windows.length() - start)];
      read(start, piece);
      count += Arrays.stream(piece).filter(kind).count();
    }
    return count;
  }

  /** Fills an array with the elements from {@code start} on. */
  public void read(long start, int[] to) {
    buffers[windows.of(start, to.length)].get(windows.within(start), to);
  }
}
