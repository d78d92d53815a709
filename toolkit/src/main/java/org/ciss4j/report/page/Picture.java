// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.page;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.report.plot.Palette;

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

  /** A photograph, as JPEG. */
  public static Picture photo(LabeledImage image, String description) {
    return of(Pictures.photo(image), "jpeg", description);
  }

  /** Labels in the colours of the palette, as PNG. */
  public static Picture labels(int width, int height, byte[] labels, String description) {
    return of(Palette.image(width, height, labels), "png", description);
  }

  /** Values from 0, black, to 1, yellow, as PNG. */
  public static Picture heat(int width, int height, float[] values, String description) {
    return of(Pictures.heat(width, height, values, 0, 1), "png", description);
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
