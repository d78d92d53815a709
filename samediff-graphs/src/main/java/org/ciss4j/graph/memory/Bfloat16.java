// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

/** The upper halves of 32-bit floats: the same range with 8 significant bits. */
final class Bfloat16 {
  /** Of each thread: what it converts, before or after. */
  private static final ThreadLocal<short[]> COPY = ThreadLocal.withInitial(() -> new short[0]);

  private static final int NOT_A_NUMBER = 0x7fc0;

  private Bfloat16() {}

  /** At least {@code length} numbers of arbitrary content, the same array for a thread. */
  static short[] copy(int length) {
    short[] copy = COPY.get();
    if (copy.length < length) {
      copy = new short[length];
      COPY.set(copy);
    }
    return copy;
  }

  /** The same numbers as floats, which loses nothing. */
  static void widen(short[] from, float[] to, int offset, int length) {
    for (int i = 0; i < length; i++) {
      to[offset + i] = Float.intBitsToFloat(from[i] << Short.SIZE);
    }
  }

  /** The nearest numbers, of two the even one. */
  static void round(float[] from, int offset, short[] to, int length) {
    for (int i = 0; i < length; i++) {
      float value = from[offset + i];
      int bits = Float.floatToRawIntBits(value);
      int increment = 0x7fff + ((bits >>> Short.SIZE) & 1);
      // Of what is no number some patterns would overflow.
      to[i] = (short) (Float.isNaN(value) ? NOT_A_NUMBER : (bits + increment) >>> Short.SIZE);
    }
  }
}
