// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.ciss4j.scenario.CissException;

/**
 * A label image: a palette or grey PNG whose stored numbers are the labels. Its raster is read as
 * it is, because every reader that knows colours would turn a palette number into the colour it
 * stands for.
 */
record MaskFile(Path path) {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final long END_CHUNK = 0x49454E44AE426082L;
  private static final int HEADER = 33;
  private static final int GREY = 0;
  private static final int PALETTE = 3;

  /** Decodes to unsigned bytes {@code [height, width]}, one label per pixel. */
  Pixels decode() {
    byte[] encoded = readBytes();
    requireLabels(encoded);
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (MemoryCacheImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
      reader.setInput(stream, true, true);
      Raster raster = reader.read(0).getRaster();
      return new Pixels(raster.getWidth(), raster.getHeight(), labels(raster));
    } catch (IOException | RuntimeException e) {
      throw CissException.failure(
              "mask %s cannot be decoded as PNG (%s); fetch it again", path, e.getMessage())
          .withCause(e);
    } finally {
      reader.dispose();
    }
  }

  private static byte[] labels(Raster raster) {
    if (raster.getNumBands() != 1 || raster.getTransferType() != DataBuffer.TYPE_BYTE) {
      throw new IllegalStateException("its pixels are not single bytes");
    }
    return (byte[]) raster.getDataElements(0, 0, raster.getWidth(), raster.getHeight(), null);
  }

  private byte[] readBytes() {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw CissException.failure("mask %s cannot be read: %s", path, e.getMessage()).withCause(e);
    }
  }

  private void requireLabels(byte[] encoded) {
    if (encoded.length == 0) {
      throw CissException.failure("mask %s is empty (0 bytes); fetch it again", path);
    }
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    if (encoded.length < HEADER || bytes.getLong(0) != SIGNATURE) {
      throw CissException.failure(
          "mask %s is not a PNG file; convert it to a palette PNG or fetch it again", path);
    }
    requireOneNumberPerPixel(bytes.get(25), bytes.get(24));
    requireEnd(bytes);
  }

  private void requireOneNumberPerPixel(int colourType, int bits) {
    if ((colourType != GREY && colourType != PALETTE) || bits > 8) {
      throw CissException.failure(
          "mask %s is %s PNG; expected a palette or 8-bit grey PNG that stores class numbers, so"
              + " convert its colours",
          path,
          bits > 8
              ? "a 16-bit"
              : colourType == 2 || colourType == 6 ? "an RGB" : "a grey and alpha");
    }
  }

  private void requireEnd(ByteBuffer bytes) {
    for (int at = bytes.limit() - Long.BYTES; at >= HEADER; at--) {
      if (bytes.getLong(at) == END_CHUNK) {
        return;
      }
    }
    throw CissException.failure(
        "mask %s is cut short: the end of the PNG data is missing; fetch it again", path);
  }
}
