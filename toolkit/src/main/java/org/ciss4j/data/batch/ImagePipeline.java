// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import java.util.Map;
import org.ciss4j.data.ExtraMaps;

/**
 * What happens to an image on its way into a training batch; normalisation comes last.
 *
 * @param crop the window through which image and label are seen
 * @param colour how the colours in it are moved
 * @param extras the maps that are cut as the labels are, by name
 */
public record ImagePipeline(Crop crop, ColourJitter colour, Map<String, ExtraMaps> extras) {

  /** Copies the map. */
  public ImagePipeline {
    extras = Map.copyOf(extras);
  }

  /** Without extra maps. */
  public ImagePipeline(Crop crop, ColourJitter colour) {
    this(crop, colour, Map.of());
  }

  /** A window, and colours as they are. */
  public static ImagePipeline of(Crop crop) {
    return new ImagePipeline(crop, ColourJitter.NONE);
  }
}
