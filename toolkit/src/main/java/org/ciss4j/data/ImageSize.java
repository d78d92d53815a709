// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

/** Width and height in pixels, as the header of a file has them. */
record ImageSize(int width, int height) {
  @Override
  public String toString() {
    return width + "x" + height;
  }
}
