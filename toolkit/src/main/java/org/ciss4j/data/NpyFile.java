// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static java.util.stream.Collectors.joining;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;

/** Files in NumPy's format 1.0, byte for byte as numpy.save writes them. */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private NpyFile() {}

  /** The file of these numbers, one-dimensional and as little-endian int64. */
  public static byte[] bytes(int[] values) {
    byte[] header = header("<i8", values.length);
    ByteBuffer file =
        ByteBuffer.allocate(header.length + Long.BYTES * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(header);
    for (int value : values) {
      file.putLong(value);
    }
    return file.array();
  }

  /**
   * What comes before the numbers, which are in the order of C.
   *
   * @param type of a number, in NumPy's words
   */
  static byte[] header(String type, long... shape) {
    String lengths =
        LongStream.of(shape).mapToObj(Long::toString).collect(joining(", "))
            + (shape.length == 1 ? "," : "");
    String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + lengths + "), }";
    int used = MAGIC.length + Short.BYTES + text.length() + 1;
    int start = (used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    text += " ".repeat(start - used) + "\n";
    ByteBuffer header = ByteBuffer.allocate(start).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC);
    header.putShort((short) text.length());
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    return header.array();
  }
}
