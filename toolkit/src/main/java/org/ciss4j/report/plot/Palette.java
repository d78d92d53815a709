// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

import java.awt.image.BufferedImage;
import org.ciss4j.data.label.VocColours;

/**
 * The colours of PASCAL VOC: the bits of an id, three at a time from the lowest, are the bits of
 * red, green and blue from the highest.
 */
public final class Palette {
  private Palette() {}

  /** Colour of an id as 0xRRGGBB. */
  public static int colour(int id) {
    return VocColours.colour(id);
  }

  /**
   * A picture that stores ids and shows them in their colours.
   *
   * @param labels unsigned bytes {@code [height, width]}
   */
  public static BufferedImage image(int width, int height, byte[] labels) {
    return VocColours.image(width, height, labels);
  }
}
