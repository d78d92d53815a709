// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import org.ciss4j.data.saliency.SaliencyMaps;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an image on its way into a training batch; normalisation comes last.
 *
 * @param crop the window through which image and label are seen
 * @param colour how the colours in it are moved
 * @param saliency where what stands out is known from; null if nobody asks for it
 */
public record ImagePipeline(Crop crop, ColourJitter colour, @Nullable SaliencyMaps saliency) {

  /** Without saliency. */
  public ImagePipeline(Crop crop, ColourJitter colour) {
    this(crop, colour, null);
  }

  /** A window, and colours as they are. */
  public static ImagePipeline of(Crop crop) {
    return new ImagePipeline(crop, ColourJitter.NONE);
  }
}
