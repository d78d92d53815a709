// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

/**
 * What an image file holds: {@code width * height} pixels of one or three unsigned bytes, row by
 * row.
 */
record Pixels(int width, int height, byte[] data) {
  ImageSize size() {
    return new ImageSize(width, height);
  }
}
