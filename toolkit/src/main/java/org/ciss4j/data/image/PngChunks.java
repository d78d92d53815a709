// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.ciss4j.common.CissException;

/** A PNG file in memory as the parts that it consists of: length, name, data and checksum each. */
public final class PngChunks {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int END = 0x49454E44;
  private static final long END_AND_CHECKSUM = 0x49454E44AE426082L;
  private static final int DATA = 0x49444154;
  private static final int EXIF = 0x65584966;
  private static final int FRAME = 12;
  private static final int HEADER = 33;

  private final Path path;
  private final String what;
  private final ByteBuffer bytes;
  private final List<Chunk> chunks;

  /** A part; it begins with its length. */
  private record Chunk(int name, int start, int length) {
    int end() {
      return start + FRAME + length;
    }

    /** Pixels depend on these; a name that begins with a small letter is of a remark. */
    boolean isCritical() {
      return (name >>> 24 & 0x20) == 0;
    }
  }

  private PngChunks(Path path, String what, ByteBuffer bytes) {
    this.path = path;
    this.what = what;
    this.bytes = bytes;
    this.chunks = chunks();
  }

  /**
   * Reads a file.
   *
   * @param what image or mask, for messages
   * @throws CissException of kind failure if it is cut short or no PNG file
   */
  static PngChunks read(Path path, String what) {
    try {
      return of(path, what, Files.readAllBytes(path));
    } catch (IOException e) {
      throw CissException.failure("%s %s cannot be read: %s", what, path, e.getMessage())
          .withCause(e);
    }
  }

  /** The same of a file that is read already. */
  public static PngChunks of(Path path, String what, byte[] bytes) {
    return new PngChunks(path, what, ByteBuffer.wrap(bytes));
  }

  private List<Chunk> chunks() {
    if (bytes.limit() < HEADER || bytes.getLong(0) != SIGNATURE) {
      throw CissException.failure("%s %s is not a PNG file; fetch it again", what, path);
    }
    List<Chunk> list = new ArrayList<>();
    int at = Long.BYTES;
    int name = 0;
    while (name != END) {
      int length = bytes.limit() - at < FRAME ? -1 : bytes.getInt(at);
      if (length < 0 || length > bytes.limit() - at - FRAME) {
        throw hasEnd()
            ? CissException.failure(
                "%s %s cannot be decoded as PNG (its parts are damaged); fetch it again",
                what, path)
            : CissException.failure(
                "%s %s is cut short: the end of the PNG data is missing; fetch it again",
                what, path);
      }
      name = bytes.getInt(at + 4);
      list.add(new Chunk(name, at, length));
      at += FRAME + length;
    }
    return list;
  }

  private boolean hasEnd() {
    return bytes.getLong(bytes.limit() - Long.BYTES) == END_AND_CHECKSUM;
  }

  /** Width and height from the header. */
  ImageSize size() {
    return new ImageSize(bytes.getInt(16), bytes.getInt(20));
  }

  /** Bits of a number in a pixel. */
  int bits() {
    return bytes.get(24);
  }

  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  int colourType() {
    return bytes.get(25);
  }

  /** How the camera was held, where the file says so. */
  Orientation orientation() {
    return chunks.stream()
        .filter(chunk -> chunk.name == EXIF)
        .findFirst()
        .map(chunk -> Orientation.of(bytes.slice(chunk.start + 8, chunk.length)))
        .orElse(Orientation.UPRIGHT);
  }

  /**
   * Verifies the checksums of all parts that pixels depend on, and the header.
   *
   * @throws CissException of kind failure if one is wrong
   */
  public void requireSound() {
    if (!isPossible() || chunks.stream().noneMatch(chunk -> chunk.name == DATA)) {
      throw CissException.failure(
          "%s %s is damaged: its PNG header or data is wrong; fetch it again", what, path);
    }
    for (Chunk chunk : chunks) {
      int wanted = bytes.getInt(chunk.end() - 4);
      if (chunk.isCritical() && checksum(chunk.start + 4, chunk.length + 4) != wanted) {
        throw CissException.failure(
            "%s %s is damaged: a checksum of its PNG data is wrong; fetch it again", what, path);
      }
    }
  }

  private boolean isPossible() {
    boolean wide = bits() == 8 || bits() == 16;
    return switch (colourType()) {
      case 0 -> wide || bits() == 1 || bits() == 2 || bits() == 4;
      case 3 -> bits() == 1 || bits() == 2 || bits() == 4 || bits() == 8;
      case 2, 4, 6 -> wide;
      default -> false;
    };
  }

  private int checksum(int start, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes.slice(start, length));
    return (int) crc.getValue();
  }

  /**
   * The file without the parts that no pixel depends on. ImageIO makes of a grey number that means
   * transparency a second channel, and throws where a remark is malformed.
   */
  byte[] criticalParts() {
    int length = chunks.stream().filter(Chunk::isCritical).mapToInt(c -> c.length + FRAME).sum();
    ByteBuffer result = ByteBuffer.allocate(Long.BYTES + length).putLong(SIGNATURE);
    chunks.stream()
        .filter(Chunk::isCritical)
        .forEach(chunk -> result.put(bytes.slice(chunk.start, chunk.length + FRAME)));
    return result.array();
  }
}
