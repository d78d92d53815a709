// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.stream.LongStream;

/**
 * An array of float32 in a file of NumPy's format 1.0 that is written part by part in any order, so
 * that it need not fit into the memory; from several threads, if they will. What is not written is
 * 0.
 */
public final class NpyFloats implements AutoCloseable {
  /** Unlike a channel it stays open when a thread that writes is interrupted. */
  private final RandomAccessFile file;

  private final int start;

  private NpyFloats(RandomAccessFile file, int start) {
    this.file = file;
    this.start = start;
  }

  /**
   * An array of zeros; a file that is there is replaced.
   *
   * @throws IOException if it cannot be written
   */
  public static NpyFloats create(Path path, long... shape) throws IOException {
    byte[] header = NpyFile.header("<f4", shape);
    long bytes = Float.BYTES * LongStream.of(shape).reduce(1, Math::multiplyExact);
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      file.setLength(0);
      file.write(header);
      file.setLength(header.length + bytes);
      return new NpyFloats(file, header.length);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Writes numbers that follow each other.
   *
   * @param index of the first, in the order of C
   * @throws IOException if they cannot be written
   */
  public void write(long index, float... values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    synchronized (this) {
      file.seek(start + Float.BYTES * index);
      file.write(bytes.array());
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
