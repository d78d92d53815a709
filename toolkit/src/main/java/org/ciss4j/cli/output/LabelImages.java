// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.awt.image.BufferedImage;
import org.ciss4j.data.Photo;
import org.ciss4j.report.plot.Palette;
import org.ciss4j.scenario.LabelSpace;

/** Labels on photographs. */
public final class LabelImages {
  private LabelImages() {}

  /** The photograph, every pixel of a class half in the class's colour. */
  public static BufferedImage overlay(Photo photo, byte[] labels) {
    BufferedImage image =
        new BufferedImage(photo.width(), photo.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < labels.length; i++) {
      int label = Byte.toUnsignedInt(labels[i]);
      int seen = pixel(photo.rgb(), i);
      int shown = label == LabelSpace.BACKGROUND ? seen : half(seen, Palette.colour(label));
      image.setRGB(i % photo.width(), i / photo.width(), shown);
    }
    return image;
  }

  private static int pixel(byte[] rgb, int i) {
    return Byte.toUnsignedInt(rgb[3 * i]) << 16
        | Byte.toUnsignedInt(rgb[3 * i + 1]) << 8
        | Byte.toUnsignedInt(rgb[3 * i + 2]);
  }

  /** The mean of two colours; the lowest bit of each part is dropped, so that none spills over. */
  private static int half(int a, int b) {
    return (a >> 1 & 0x7F7F7F) + (b >> 1 & 0x7F7F7F);
  }
}
