// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.ciss4j.scenario.CissException;

/** The structure of a JPEG file. */
record JpegFile(Path path) {
  static final int START_OF_IMAGE = 0xFFD8;
  private static final int END_OF_IMAGE = 0xFFD9;
  private static final int START_OF_SCAN = 0xDA;

  /**
   * Width and height from the header; also looks for the end marker, which a file cut short has
   * lost.
   */
  ImageSize size() {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      if (file.length() == 0) {
        throw CissException.failure("image %s is empty (0 bytes); fetch it again", path);
      }
      ImageSize size = readHeader(file);
      requireEnd(file);
      return size;
    } catch (EOFException e) {
      throw truncated().withCause(e);
    } catch (IOException e) {
      throw CissException.failure("image %s cannot be read: %s", path, e.getMessage()).withCause(e);
    }
  }

  /**
   * Decodes all of it and hears the decoder's warnings: a file damaged in the middle decodes into
   * grey or shifted blocks, of which nothing but a warning tells. JPEG has no checksums, so damage
   * that happens to be valid data stays unseen.
   *
   * @throws CissException of kind failure if there is damage
   */
  void requireUndamaged() {
    List<String> warnings = new ArrayList<>();
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (ImageInputStream stream = new FileImageInputStream(path.toFile())) {
      reader.setInput(stream, true, true);
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.readRaster(0, null);
    } catch (IOException | RuntimeException e) {
      throw CissException.failure(
              "image %s cannot be decoded (%s); fetch it again", path, e.getMessage())
          .withCause(e);
    } finally {
      reader.dispose();
    }
    warnings.stream()
        .filter(JpegFile::isDamage)
        .findFirst()
        .ifPresent(
            warning -> {
              throw CissException.failure(
                  "image %s is damaged in the middle (%s); fetch it again", path, warning);
            });
  }

  /** Other warnings are about colour profiles and the like, which change no pixel. */
  private static boolean isDamage(String warning) {
    String lower = warning.toLowerCase(Locale.ROOT);
    return lower.contains("corrupt") || lower.contains("premature");
  }

  /** Walks from segment to segment up to the frame header, which holds the size. */
  private ImageSize readHeader(RandomAccessFile file) throws IOException {
    if (file.readUnsignedShort() != START_OF_IMAGE) {
      throw CissException.failure(
          "image %s is not a JPEG file; convert it or fetch it again", path);
    }
    while (true) {
      int marker = nextMarker(file);
      if (isFrameHeader(marker)) {
        file.skipBytes(3);
        int height = file.readUnsignedShort();
        return new ImageSize(file.readUnsignedShort(), height);
      }
      if (marker == START_OF_SCAN) {
        throw CissException.failure("image %s has no JPEG frame header; fetch it again", path);
      }
      file.seek(file.getFilePointer() + file.readUnsignedShort());
    }
  }

  private int nextMarker(RandomAccessFile file) throws IOException {
    if (file.readUnsignedByte() != 0xFF) {
      throw CissException.failure("image %s has a broken JPEG header; fetch it again", path);
    }
    int marker = 0xFF;
    while (marker == 0xFF) {
      marker = file.readUnsignedByte();
    }
    return marker;
  }

  /** SOF0 to SOF15 without the tables DHT, JPG and DAC, which sit among them. */
  private static boolean isFrameHeader(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /**
   * Nearly every file ends with the end marker; one that does not may have bytes behind it, so it
   * is searched.
   */
  private void requireEnd(RandomAccessFile file) throws IOException {
    long headerEnd = file.getFilePointer();
    file.seek(file.length() - 2);
    if (file.readUnsignedShort() == END_OF_IMAGE) {
      return;
    }
    byte[] rest = new byte[Math.toIntExact(file.length() - headerEnd)];
    file.seek(headerEnd);
    file.readFully(rest);
    for (int i = 0; i + 1 < rest.length; i++) {
      if (rest[i] == (byte) 0xFF && rest[i + 1] == (byte) 0xD9) {
        return;
      }
    }
    throw truncated();
  }

  private CissException truncated() {
    return CissException.failure(
        "image %s is cut short: the end of the JPEG data is missing; fetch it again", path);
  }
}
