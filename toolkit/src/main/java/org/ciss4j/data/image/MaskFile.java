// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.ciss4j.common.CissException;

/**
 * A label image: a palette or grey PNG whose stored numbers are the labels. Its raster is read as
 * it is, because every reader that knows colours would turn a palette number into the colour it
 * stands for.
 */
public record MaskFile(Path path) {
  private static final String WHAT = "mask";
  private static final int SHORTEST = 33;

  /**
   * Decodes to unsigned bytes {@code [height, width]}, one label per pixel.
   *
   * @throws CissException of kind failure if the file is broken, or stores something else
   */
  public Pixels decode() {
    PngChunks chunks = chunks();
    requireOneNumberPerPixel(chunks.colourType(), chunks.bits());
    chunks.requireSound();
    chunks.size().requireReadable(WHAT, path, 1);
    return decode(chunks);
  }

  private PngChunks chunks() {
    byte[] encoded = readBytes();
    if (encoded.length == 0) {
      throw CissException.failure("mask %s is empty (0 bytes); fetch it again", path);
    }
    FileKind kind = FileKind.of(encoded);
    if (kind.isForeign()) {
      throw CissException.failure(
          "mask %s is not a PNG file, but %s; %s", path, kind.words(), kind.remedy());
    }
    if (kind == FileKind.JPEG) {
      throw CissException.failure(
          "mask %s is not a PNG file, but JPEG, which changes class numbers; export it as PNG anew",
          path);
    }
    if (kind != FileKind.PNG || encoded.length < SHORTEST) {
      throw CissException.failure(
          "mask %s is not a PNG file; convert it to a palette PNG or fetch it again", path);
    }
    return PngChunks.of(path, WHAT, encoded);
  }

  private byte[] readBytes() {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw Unreadable.file(WHAT, path, e);
    }
  }

  private Pixels decode(PngChunks chunks) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (MemoryCacheImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(chunks.criticalParts()))) {
      reader.setInput(stream, true, true);
      Raster raster = reader.read(0).getRaster();
      return new Pixels(raster.getWidth(), raster.getHeight(), labels(raster));
    } catch (OutOfMemoryError e) {
      throw Unreadable.tooLarge(WHAT, path, chunks.size(), e);
    } catch (IOException | RuntimeException e) {
      throw CissException.failure(
              "mask %s cannot be decoded as PNG (%s); fetch it again", path, e.getMessage())
          .withCause(e);
    } finally {
      reader.dispose();
    }
  }

  private void requireOneNumberPerPixel(int colourType, int bits) {
    boolean colours = colourType == 2 || colourType == 4 || colourType == 6;
    if (colours || bits > 8) {
      throw CissException.failure(
          "mask %s is %s PNG; expected a palette or 8-bit grey PNG that stores class numbers, so"
              + " convert it with ciss data import",
          path,
          bits > 8
              ? "a 16-bit"
              : colourType == 2 || colourType == 6 ? "an RGB" : "a grey and alpha");
    }
  }

  private static byte[] labels(Raster raster) {
    if (raster.getNumBands() != 1 || raster.getTransferType() != DataBuffer.TYPE_BYTE) {
      throw new IllegalStateException("its pixels are not single bytes");
    }
    boolean plain =
        raster.getSampleModel() instanceof ComponentSampleModel model
            && model.getPixelStride() == 1
            && model.getScanlineStride() == raster.getWidth();
    return plain && raster.getDataBuffer() instanceof DataBufferByte buffer
        ? buffer.getData()
        : (byte[]) raster.getDataElements(0, 0, raster.getWidth(), raster.getHeight(), null);
  }
}
