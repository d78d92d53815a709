// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

/**
 * What happens to an image on its way into a training batch; normalisation comes last.
 *
 * @param crop the window through which image and label are seen
 * @param colour how the colours in it are moved
 */
public record ImagePipeline(Crop crop, ColourJitter colour) {

  /** A window, and colours as they are. */
  public static ImagePipeline of(Crop crop) {
    return new ImagePipeline(crop, ColourJitter.NONE);
  }
}
