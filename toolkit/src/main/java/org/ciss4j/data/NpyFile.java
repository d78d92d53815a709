// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** One-dimensional arrays of integers in NumPy's format 1.0, byte for byte as numpy.save writes. */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private NpyFile() {}

  /** The file of these numbers, as little-endian int64. */
  public static byte[] bytes(int[] values) {
    String header = "{'descr': '<i8', 'fortran_order': False, 'shape': (" + values.length + ",), }";
    int before = MAGIC.length + Short.BYTES;
    int used = before + header.length() + 1;
    int start = (used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    header += " ".repeat(start - used) + "\n";
    ByteBuffer file =
        ByteBuffer.allocate(start + Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(MAGIC);
    file.putShort((short) header.length());
    file.put(header.getBytes(StandardCharsets.US_ASCII));
    for (int value : values) {
      file.putLong(value);
    }
    return file.array();
  }
}
