// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.ciss4j.scenario.CissException;

/** The parts that a PNG file consists of: length, name, data and checksum each. */
final class PngChunks {
  static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int END = 0x49454E44;
  private static final int HEADER = 33;

  private PngChunks() {}

  /**
   * Width and height from the header; also looks for the end, which a file cut short has lost.
   *
   * @throws CissException of kind failure if the file is broken
   */
  static ImageSize size(Path path) {
    ByteBuffer bytes = read(path, "image");
    requireChunks(bytes, path, "image", false);
    return new ImageSize(bytes.getInt(16), bytes.getInt(20));
  }

  /**
   * Verifies the checksums of all chunks, which decoders pass over.
   *
   * @param what image or mask, for the message
   * @throws CissException of kind failure if the file is broken
   */
  static void requireSound(Path path, String what) {
    requireChunks(read(path, what), path, what, true);
  }

  private static ByteBuffer read(Path path, String what) {
    try {
      return ByteBuffer.wrap(Files.readAllBytes(path));
    } catch (IOException e) {
      throw CissException.failure("%s %s cannot be read: %s", what, path, e.getMessage())
          .withCause(e);
    }
  }

  private static void requireChunks(
      ByteBuffer bytes, Path path, String what, boolean verifyChecksums) {
    if (bytes.limit() < HEADER || bytes.getLong(0) != SIGNATURE) {
      throw CissException.failure("%s %s is not a PNG file; fetch it again", what, path);
    }
    int at = Long.BYTES;
    int name = 0;
    while (name != END) {
      int length = bytes.limit() - at < 12 ? -1 : bytes.getInt(at);
      if (length < 0 || length > bytes.limit() - at - 12) {
        throw CissException.failure(
            "%s %s is cut short: the end of the PNG data is missing; fetch it again", what, path);
      }
      name = bytes.getInt(at + 4);
      if (verifyChecksums && checksum(bytes, at + 4, length + 4) != bytes.getInt(at + 8 + length)) {
        throw CissException.failure(
            "%s %s is damaged: a checksum of its PNG data is wrong; fetch it again", what, path);
      }
      at += 12 + length;
    }
  }

  private static int checksum(ByteBuffer bytes, int start, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate().position(start).limit(start + length));
    return (int) crc.getValue();
  }
}
