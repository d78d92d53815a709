// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The first table of a TIFF file. An EXIF block has the form of one. */
final class TiffTags {
  private static final int LITTLE = 0x4949;
  private static final int SHORT = 3;
  private static final int ENTRY = 12;
  private static final byte[] NAME = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private TiffTags() {}

  /**
   * The first number of an entry.
   *
   * @param block from the byte order on, or from the name Exif, which some containers keep; not
   *     changed
   * @param tag what the entry is about
   * @return empty where there is none, or the block is cut short
   */
  static Optional<Integer> first(ByteBuffer block, int tag) {
    ByteBuffer bytes =
        isNamed(block) ? block.slice(NAME.length, block.limit() - NAME.length) : block.slice();
    try {
      bytes.order(bytes.getShort(0) == LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int table = bytes.getInt(4);
      int entries = Short.toUnsignedInt(bytes.getShort(table));
      for (int at = table + 2; at < table + 2 + ENTRY * entries; at += ENTRY) {
        if (Short.toUnsignedInt(bytes.getShort(at)) == tag) {
          return Optional.of(
              bytes.getShort(at + 2) == SHORT
                  ? Short.toUnsignedInt(bytes.getShort(at + 8))
                  : bytes.getInt(at + 8));
        }
      }
      return Optional.empty();
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Whether a block begins with the name that JPEG files give it. */
  static boolean isNamed(ByteBuffer block) {
    return block.remaining() > NAME.length
        && block.slice(block.position(), NAME.length).equals(ByteBuffer.wrap(NAME));
  }
}
