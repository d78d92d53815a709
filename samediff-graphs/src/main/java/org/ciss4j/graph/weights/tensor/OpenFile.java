// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.ciss4j.file.Undisturbed;

/**
 * A file that is being read, and what it is blamed for.
 *
 * @param path its name, for messages
 * @param channel its bytes
 * @param size the number of its bytes when it was opened
 */
public record OpenFile(Path path, FileChannel channel, long size) {
  static final String DAMAGED = "the file is damaged: fetch or write it again";

  /** Something done with an open file. */
  public interface Body<T> {
    /**
     * Does it.
     *
     * @throws IOException if the file cannot be read
     */
    T apply(OpenFile file) throws IOException;
  }

  /** Opens a file for as long as something is done with it. */
  public static <T> T with(Path path, Body<T> body) {
    try {
      return Undisturbed.call(
          () -> {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
              return body.apply(new OpenFile(path, channel, channel.size()));
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A part of the file, little-endian; the caller has checked that the file is as long. */
  public ByteBuffer read(long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    ArrayMemory.fill(buffer, path, channel, position);
    return buffer.flip();
  }

  /** A broken expectation that only another copy of the file can meet. */
  public WeightsFormatException damaged(String expected, String found) {
    return wrong(expected, found, DAMAGED);
  }

  /** A broken expectation. */
  public WeightsFormatException wrong(String expected, String found, String advice) {
    return new WeightsFormatException(path, expected, found, advice);
  }
}
