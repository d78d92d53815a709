// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

/**
 * What an image file holds: {@code width * height} pixels of one or three unsigned bytes, row by
 * row.
 */
public record Pixels(int width, int height, byte[] data) {
  /** Width and height. */
  public ImageSize size() {
    return new ImageSize(width, height);
  }
}
