// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * How a camera was held: what a viewer does to the stored pixels before it shows them. The order is
 * that of the numbers 1 to 8 of EXIF.
 */
public enum Orientation {
  /** As they are stored. */
  UPRIGHT(1, "as it is stored"),
  /** Left and right change places. */
  MIRRORED(2, "mirrored"),
  /** Turned by 180 degrees. */
  UPSIDE_DOWN(3, "turned by 180 degrees"),
  /** Top and bottom change places. */
  FLIPPED(4, "flipped"),
  /** Rows become columns. */
  TRANSPOSED(5, "transposed"),
  /** Turned clockwise by 90 degrees. */
  CLOCKWISE(6, "turned clockwise"),
  /** Rows become columns, from the other corner. */
  TRANSVERSED(7, "transposed and turned by 180 degrees"),
  /** Turned counter-clockwise by 90 degrees. */
  COUNTERCLOCKWISE(8, "turned counter-clockwise");

  private static final int TAG = 0x0112;

  private final int tag;
  private final String words;

  Orientation(int tag, String words) {
    this.tag = tag;
    this.words = words;
  }

  /** The number that EXIF has for it, 1 to 8. */
  public int tag() {
    return tag;
  }

  /** Whether an image is turned, mirrored or both. */
  public boolean isTurned() {
    return this != UPRIGHT;
  }

  /** Whether width and height change places. */
  public boolean swapsSides() {
    return tag > FLIPPED.tag;
  }

  /**
   * The orientation in an EXIF block.
   *
   * @param exif not changed
   * @return upright where there is none, or one that makes no sense
   */
  static Orientation of(ByteBuffer exif) {
    return of(TiffTags.first(exif, TAG).orElse(UPRIGHT.tag));
  }

  /** The orientation of a number; upright if there is none. */
  static Orientation of(int tag) {
    return Arrays.stream(values())
        .filter(orientation -> orientation.tag == tag)
        .findFirst()
        .orElse(UPRIGHT);
  }

  /** What undoes this. */
  Orientation inverse() {
    return switch (this) {
      case CLOCKWISE -> COUNTERCLOCKWISE;
      case COUNTERCLOCKWISE -> CLOCKWISE;
      default -> this;
    };
  }

  /**
   * The image as a viewer shows it.
   *
   * @param stored three bytes per pixel
   */
  Pixels applied(Pixels stored) {
    if (!isTurned()) {
      return stored;
    }
    int width = swapsSides() ? stored.height() : stored.width();
    int height = swapsSides() ? stored.width() : stored.height();
    byte[] turned = new byte[stored.data().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        System.arraycopy(stored.data(), 3 * from(x, y, stored), turned, 3 * (y * width + x), 3);
      }
    }
    return new Pixels(width, height, turned);
  }

  /** The number of the stored pixel that is shown at a place. */
  private int from(int x, int y, Pixels stored) {
    int right = stored.width() - 1;
    int bottom = stored.height() - 1;
    return switch (this) {
      case UPRIGHT -> at(x, y, stored);
      case MIRRORED -> at(right - x, y, stored);
      case UPSIDE_DOWN -> at(right - x, bottom - y, stored);
      case FLIPPED -> at(x, bottom - y, stored);
      case TRANSPOSED -> at(y, x, stored);
      case CLOCKWISE -> at(y, bottom - x, stored);
      case TRANSVERSED -> at(right - y, bottom - x, stored);
      case COUNTERCLOCKWISE -> at(right - y, x, stored);
    };
  }

  private static int at(int x, int y, Pixels stored) {
    return y * stored.width() + x;
  }

  /** For messages: "EXIF orientation 6 (turned clockwise)". */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "EXIF orientation %d (%s)", tag(), words);
  }
}
