// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.FileKind;
import org.ciss4j.data.image.PngChunks;
import org.ciss4j.data.image.Unreadable;
import org.jspecify.annotations.Nullable;

/**
 * A mask that stores something else than our ids.
 *
 * @param width in pixels
 * @param height in pixels
 * @param numbers what each pixel stores: a number of 8 or 16 bits, of a palette or grey, or a
 *     colour 0xRRGGBB
 * @param palette the colours 0xRRGGBB of the numbers; null for none
 * @param isColour whether the pixels are colours
 */
record NumberMask(
    int width, int height, int[] numbers, int @Nullable [] palette, boolean isColour) {
  /** Reads a PNG file. */
  static NumberMask read(Path file) {
    try {
      return decode(file, Files.readAllBytes(file));
    } catch (IOException e) {
      throw Unreadable.file("mask", file, e);
    }
  }

  /**
   * Decodes a PNG file.
   *
   * @param file for messages
   * @throws CissException of kind failure if it is no PNG, or broken
   */
  static NumberMask decode(Path file, byte[] bytes) {
    if (bytes.length == 0) {
      throw CissException.failure("mask %s is empty (0 bytes); fetch it again", file);
    }
    FileKind kind = FileKind.of(bytes);
    if (kind != FileKind.PNG) {
      throw CissException.failure(
          "mask %s is not a PNG file, but %s; export masks as PNG, as other formats change colours",
          file, kind.words());
    }
    PngChunks.of(file, "mask", bytes).requireSound();
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      return of(image);
    } catch (IOException | RuntimeException e) {
      throw CissException.failure(
              "mask %s cannot be decoded as PNG (%s); fetch it again", file, e.getMessage())
          .withCause(e);
    }
  }

  private static NumberMask of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    boolean colour = raster.getNumBands() > 2;
    int[] numbers =
        colour
            ? image.getRGB(0, 0, width, height, null, 0, width)
            : raster.getSamples(0, 0, width, height, 0, (int[]) null);
    if (colour) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] &= 0xFFFFFF;
      }
    }
    return new NumberMask(width, height, numbers, paletteOf(image), colour);
  }

  /** The colour 0xRRGGBB of each pixel; null where grey numbers are too large for one. */
  int @Nullable [] colours() {
    if (isColour) {
      return numbers;
    }
    int[] colours = new int[numbers.length];
    for (int i = 0; i < colours.length; i++) {
      int number = numbers[i];
      if (palette == null && number > 0xFF) {
        return null;
      }
      colours[i] =
          palette == null ? number * 0x010101 : number < palette.length ? palette[number] : number;
    }
    return colours;
  }

  private static int @Nullable [] paletteOf(BufferedImage image) {
    if (!(image.getColorModel() instanceof java.awt.image.IndexColorModel model)) {
      return null;
    }
    int[] palette = new int[model.getMapSize()];
    model.getRGBs(palette);
    for (int i = 0; i < palette.length; i++) {
      palette[i] &= 0xFFFFFF;
    }
    return palette;
  }
}
