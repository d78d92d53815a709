// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import org.ciss4j.data.label.VocColours;

/**
 * The colours of PASCAL VOC: the bits of an id, three at a time from the lowest, are the bits of
 * red, green and blue from the highest.
 */
public final class Palette {
  private static final int SIZE = 256;

  private Palette() {}

  /** Colour of an id as 0xRRGGBB. */
  public static int colour(int id) {
    return VocColours.colour(id);
  }

  /** All 256 colours, for images that store ids. */
  public static IndexColorModel colourModel() {
    int[] colours = new int[SIZE];
    java.util.Arrays.setAll(colours, Palette::colour);
    return new IndexColorModel(
        Byte.SIZE, SIZE, colours, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
  }

  /**
   * A picture that stores ids and shows them in their colours.
   *
   * @param labels unsigned bytes {@code [height, width]}
   */
  public static BufferedImage image(int width, int height, byte[] labels) {
    BufferedImage image =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colourModel());
    image.getRaster().setDataElements(0, 0, width, height, labels);
    return image;
  }
}
