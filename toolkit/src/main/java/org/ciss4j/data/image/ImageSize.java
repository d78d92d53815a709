// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import java.nio.file.Path;
import org.ciss4j.common.CissException;

/** Width and height in pixels, as the header of a file has them. */
public record ImageSize(int width, int height) {
  /** OpenCV reads no longer row. */
  private static final int MAX_SIDE = 1 << 20;

  /** Java's longest array, as virtual machines have it. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  /** The number of pixels. */
  public long pixels() {
    return (long) width * height;
  }

  /** Width and height changed round. */
  ImageSize transposed() {
    return new ImageSize(height, width);
  }

  /**
   * This size, if the pixels of a file can be an array.
   *
   * @param what image or mask, for the message
   * @param channels bytes per pixel
   * @throws CissException of kind usage if they cannot, of kind failure if there is no pixel
   */
  ImageSize requireReadable(String what, Path path, int channels) {
    if (width <= 0 || height <= 0) {
      throw CissException.failure("%s %s is %s, without a pixel; fetch it again", what, path, this);
    }
    if (pixels() * channels > MAX_BYTES || Math.max(width, height) > MAX_SIDE) {
      throw CissException.usage(
          "%s %s is %s; at most %d million pixels and %d in a row can be read, so scale it down",
          what, path, this, MAX_BYTES / channels / 1_000_000, MAX_SIDE);
    }
    return this;
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
