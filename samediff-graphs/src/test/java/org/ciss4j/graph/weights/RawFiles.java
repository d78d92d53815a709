// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.ciss4j.graph.weights.tensor.TensorEntry;

/** Weights files put together by hand, right or wrong. */
public final class RawFiles {
  private RawFiles() {}

  /** The bytes of a file with this header and so many bytes 1, 2, 3, ... of data. */
  static byte[] bytes(String header, int dataBytes) {
    byte[] data = new byte[dataBytes];
    for (int i = 0; i < dataBytes; i++) {
      data[i] = (byte) (i + 1);
    }
    return bytes(header, data);
  }

  /** The bytes of a file with this header and data. */
  static byte[] bytes(String header, byte[] data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return concat(littleEndian(Long.BYTES).putLong(text.length).array(), text, data);
  }

  public static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    ByteBuffer rest = ByteBuffer.wrap(all);
    for (byte[] part : parts) {
      rest.put(part);
    }
    return all;
  }

  public static ByteBuffer littleEndian(int bytes) {
    return littleEndian(new byte[bytes]);
  }

  /** Writes into these bytes. */
  public static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of a tensor in a file. */
  static byte[] data(Path file, TensorEntry entry) {
    return data(read(file), entry);
  }

  /** The bytes of a tensor in the bytes of a file. */
  static byte[] data(byte[] file, TensorEntry entry) {
    int start = Long.BYTES + (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(file, start + (int) entry.begin(), start + (int) entry.end());
  }
}
