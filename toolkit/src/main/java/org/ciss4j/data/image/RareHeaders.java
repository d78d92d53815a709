// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Size and orientation of BMP, TIFF and WebP files, from their headers. */
final class RareHeaders {
  private static final int RIFF_FRAME = 8;
  private static final int SIDE_BITS = 14;
  private static final int SIDE = (1 << SIDE_BITS) - 1;
  private static final int EXTENDED_SIDE = (1 << 24) - 1;
  private static final int OLDEST_BMP_HEADER = 12;
  private static final int TIFF_WIDTH = 256;
  private static final int TIFF_HEIGHT = 257;

  private RareHeaders() {}

  /** What the header says; empty for another kind of file, or one that is cut short. */
  static Optional<ImageHeader> of(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (text(bytes, 0, 2).equals("BM")) {
        return Optional.of(new ImageHeader(bmp(bytes), Orientation.UPRIGHT));
      }
      if (FileKind.of(encoded) == FileKind.TIFF) {
        return tiff(bytes);
      }
      return text(bytes, 0, 4).equals("RIFF") && text(bytes, 8, 4).equals("WEBP")
          ? webp(bytes)
          : Optional.empty();
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static String text(ByteBuffer bytes, int at, int length) {
    return StandardCharsets.ISO_8859_1.decode(bytes.slice(at, length)).toString();
  }

  private static ImageSize bmp(ByteBuffer bytes) {
    if (bytes.getInt(14) == OLDEST_BMP_HEADER) {
      return new ImageSize(
          Short.toUnsignedInt(bytes.getShort(18)), Short.toUnsignedInt(bytes.getShort(20)));
    }
    return new ImageSize(bytes.getInt(18), Math.abs(bytes.getInt(22)));
  }

  private static Optional<ImageHeader> tiff(ByteBuffer bytes) {
    Optional<Integer> width = TiffTags.first(bytes, TIFF_WIDTH);
    Optional<Integer> height = TiffTags.first(bytes, TIFF_HEIGHT);
    return width.isPresent() && height.isPresent()
        ? Optional.of(
            new ImageHeader(new ImageSize(width.get(), height.get()), Orientation.of(bytes)))
        : Optional.empty();
  }

  private static Optional<ImageHeader> webp(ByteBuffer bytes) {
    ImageSize size =
        switch (text(bytes, 12, 4)) {
          case "VP8 " -> new ImageSize(bytes.getShort(26) & SIDE, bytes.getShort(28) & SIDE);
          case "VP8L" -> {
            int sides = bytes.getInt(21);
            yield new ImageSize((sides & SIDE) + 1, (sides >>> SIDE_BITS & SIDE) + 1);
          }
          case "VP8X" ->
              new ImageSize((bytes.getInt(24) & EXTENDED_SIDE) + 1, (bytes.getInt(26) >>> 8) + 1);
          default -> null;
        };
    return Optional.ofNullable(size).map(known -> new ImageHeader(known, webpOrientation(bytes)));
  }

  private static Orientation webpOrientation(ByteBuffer bytes) {
    int at = 12;
    while (at + RIFF_FRAME <= bytes.limit()) {
      int length = bytes.getInt(at + 4);
      if (length < 0 || length > bytes.limit() - at - RIFF_FRAME) {
        return Orientation.UPRIGHT;
      }
      if (text(bytes, at, 4).equals("EXIF")) {
        return Orientation.of(bytes.slice(at + RIFF_FRAME, length));
      }
      at += RIFF_FRAME + length + (length & 1);
    }
    return Orientation.UPRIGHT;
  }
}
