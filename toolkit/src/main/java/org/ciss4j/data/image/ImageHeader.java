// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import java.util.Optional;
import org.ciss4j.data.option.ExifRule;

/**
 * What an image file says of its pixels.
 *
 * @param size as they are stored
 * @param orientation how the camera was held
 */
public record ImageHeader(ImageSize size, Orientation orientation) {

  /**
   * How to turn the image so that it lies under its mask.
   *
   * @param mask size of the mask
   * @return empty if the mask fits it both as it is stored and turned, and the rule leaves it open
   */
  public Optional<Orientation> turnFor(ImageSize mask, ExifRule rule) {
    boolean fitsBoth = mask.equals(size) && mask.equals(turnedSize());
    if (rule == ExifRule.AUTO && orientation.isTurned() && fitsBoth) {
      return Optional.empty();
    }
    boolean turned = rule == ExifRule.APPLY || (rule == ExifRule.AUTO && mask.equals(turnedSize()));
    return Optional.of(turned ? orientation : Orientation.UPRIGHT);
  }

  /** The size as a viewer shows the image. */
  private ImageSize turnedSize() {
    return size(orientation);
  }

  /** The size of the image turned like this. */
  public ImageSize size(Orientation turn) {
    return turn.swapsSides() ? size.transposed() : size;
  }
}
