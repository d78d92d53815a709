// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

/**
 * What an image file says of its pixels.
 *
 * @param size as they are stored
 * @param orientation how the camera was held
 */
public record ImageHeader(ImageSize size, Orientation orientation) {

  /** The size as people see the image. */
  public ImageSize turnedSize() {
    return orientation.swapsSides() ? size.transposed() : size;
  }
}
