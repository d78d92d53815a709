// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.ciss4j.data.LabeledImage;

/**
 * A picture of a page, the same on any ground.
 *
 * @param type of the file, as in {@code image/png}
 * @param file its bytes
 * @param width pixels in a row
 * @param height rows
 * @param description the same in words
 */
public record Picture(String type, byte[] file, int width, int height, String description) {
  /** Larger pictures are scaled down: they are shown smaller still. */
  private static final int MOST = 320;

  /** Colours of 0, 1/4, 1/2, 3/4 and 1; brighter is more, in grey too. */
  private static final int[][] HEAT = {
    {0, 0, 12}, {87, 16, 110}, {188, 55, 84}, {249, 142, 9}, {252, 255, 164}
  };

  private static final IndexColorModel HEAT_COLOURS = heatColours();

  /** A photograph, as JPEG. */
  static Picture photo(LabeledImage image, String description) {
    BufferedImage picture =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < image.width() * image.height(); i++) {
      int colour =
          Byte.toUnsignedInt(image.rgb()[3 * i]) << 16
              | Byte.toUnsignedInt(image.rgb()[3 * i + 1]) << 8
              | Byte.toUnsignedInt(image.rgb()[3 * i + 2]);
      picture.setRGB(i % image.width(), i / image.width(), colour);
    }
    return of(picture, "jpeg", description);
  }

  /** Labels in the colours of the palette, as PNG. */
  static Picture labels(int width, int height, byte[] labels, String description) {
    return of(Palette.image(width, height, labels), "png", description);
  }

  /** Values from 0, black, to 1, yellow, as PNG. */
  static Picture heat(int width, int height, float[] values, String description) {
    byte[] indices = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      indices[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, values[i])));
    }
    BufferedImage picture =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, HEAT_COLOURS);
    picture.getRaster().setDataElements(0, 0, width, height, indices);
    return of(picture, "png", description);
  }

  private static IndexColorModel heatColours() {
    int[] colours = new int[256];
    for (int i = 0; i < colours.length; i++) {
      double at = i / 255.0 * (HEAT.length - 1);
      int[] from = HEAT[Math.min(HEAT.length - 2, (int) at)];
      int[] to = HEAT[Math.min(HEAT.length - 1, (int) at + 1)];
      double share = at - Math.min(HEAT.length - 2, (int) at);
      for (int part = 0; part < 3; part++) {
        colours[i] =
            colours[i] << 8 | (int) Math.round(from[part] + share * (to[part] - from[part]));
      }
    }
    return new IndexColorModel(
        Byte.SIZE, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
  }

  private static Picture of(BufferedImage full, String format, String description) {
    BufferedImage image = scaled(full, format.equals("jpeg"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Picture(
        "image/" + format, bytes.toByteArray(), image.getWidth(), image.getHeight(), description);
  }

  private static BufferedImage scaled(BufferedImage image, boolean smooth) {
    double scale = (double) MOST / Math.max(image.getWidth(), image.getHeight());
    if (scale >= 1) {
      return image;
    }
    int width = Math.max(1, (int) Math.round(scale * image.getWidth()));
    int height = Math.max(1, (int) Math.round(scale * image.getHeight()));
    BufferedImage small =
        image.getColorModel() instanceof IndexColorModel colours
            ? new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours)
            : new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        smooth
            ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }
}
