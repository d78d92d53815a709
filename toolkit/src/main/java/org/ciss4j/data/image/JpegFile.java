// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.ciss4j.common.CissException;
import org.ciss4j.file.Undisturbed;

/**
 * The structure of a JPEG file, read as tolerantly as by libjpeg, which OpenCV decodes with: bytes
 * between two segments are passed over.
 */
record JpegFile(Path path) {
  private static final String WHAT = "image";
  private static final int START_OF_IMAGE = 0xD8;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int APP1 = 0xE1;
  private static final int COMMENT = 0xFE;

  /**
   * Size and orientation; also looks for the end marker, which a file cut short has lost.
   *
   * @throws CissException of kind failure if the file is broken
   */
  ImageHeader header() {
    try (DataInputStream stream = open()) {
      ImageHeader header = readHeader(stream);
      if (!endsWithMarker()) {
        // There may be bytes behind it.
        requireEnd(stream.readAllBytes());
      }
      return header;
    } catch (EOFException e) {
      throw truncated().withCause(e);
    } catch (IOException e) {
      throw Unreadable.file(WHAT, path, e);
    }
  }

  private DataInputStream open() throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1024));
  }

  /** Walks from segment to segment up to the frame header, which holds the size. */
  private ImageHeader readHeader(DataInputStream stream) throws IOException {
    requireStart(stream);
    Orientation orientation = Orientation.UPRIGHT;
    for (int marker = nextMarker(stream); ; marker = nextMarker(stream)) {
      if (isFrameHeader(marker)) {
        stream.skipNBytes(3);
        int height = stream.readUnsignedShort();
        return new ImageHeader(new ImageSize(stream.readUnsignedShort(), height), orientation);
      }
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
        throw CissException.failure("image %s has no JPEG frame header; fetch it again", path);
      }
      if (marker == APP1 && !orientation.isTurned()) {
        orientation = orientation(segment(stream));
      } else if (hasLength(marker)) {
        stream.skipNBytes(length(stream));
      }
    }
  }

  private void requireStart(DataInputStream stream) throws IOException {
    if (stream.readUnsignedShort() != (0xFF00 | START_OF_IMAGE)) {
      throw CissException.failure(
          "image %s is not a JPEG file; convert it or fetch it again", path);
    }
  }

  private static int nextMarker(DataInputStream stream) throws IOException {
    int marker = 0;
    while (marker == 0) { // 0xFF00 is no marker.
      while (marker != 0xFF) {
        marker = stream.readUnsignedByte();
      }
      while (marker == 0xFF) {
        marker = stream.readUnsignedByte();
      }
    }
    return marker;
  }

  /** The bytes of a segment behind its length. */
  private byte[] segment(DataInputStream stream) throws IOException {
    byte[] bytes = new byte[length(stream)];
    stream.readFully(bytes);
    return bytes;
  }

  private int length(DataInputStream stream) throws IOException {
    int length = stream.readUnsignedShort() - 2;
    if (length < 0) {
      throw CissException.failure("image %s has a broken JPEG header; fetch it again", path);
    }
    return length;
  }

  /** Restart markers and a temporary one stand alone. */
  private static boolean hasLength(int marker) {
    return marker != 1 && (marker < 0xD0 || marker > START_OF_IMAGE);
  }

  private static Orientation orientation(byte[] app1) {
    ByteBuffer block = ByteBuffer.wrap(app1);
    return TiffTags.isNamed(block) ? Orientation.of(block) : Orientation.UPRIGHT;
  }

  /** SOF0 to SOF15 without the tables DHT, JPG and DAC, which sit among them. */
  private static boolean isFrameHeader(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private boolean endsWithMarker() throws IOException {
    return Undisturbed.call(
        () -> {
          try (SeekableByteChannel channel = Files.newByteChannel(path)) {
            ByteBuffer end = ByteBuffer.allocate(2);
            channel.position(channel.size() - 2);
            channel.read(end);
            return end.getShort(0) == (short) (0xFF00 | END_OF_IMAGE);
          }
        });
  }

  private void requireEnd(byte[] rest) {
    for (int i = 0; i + 1 < rest.length; i++) {
      if (rest[i] == (byte) 0xFF && rest[i + 1] == (byte) END_OF_IMAGE) {
        return;
      }
    }
    throw truncated();
  }

  private CissException truncated() {
    return CissException.failure(
        "image %s is cut short: the end of the JPEG data is missing; fetch it again", path);
  }

  /**
   * Decodes all of it and hears the decoder's warnings: a file damaged in the middle decodes into
   * grey or shifted blocks, of which nothing but a warning tells. JPEG has no checksums, so damage
   * that happens to be valid data stays unseen.
   *
   * <p>This decoder is older and stricter than OpenCV's, so it sees nothing but what pixels are
   * made of, and a file that it does not read at all is not damaged for that.
   *
   * @throws CissException of kind failure if there is damage
   */
  void requireUndamaged() {
    List<String> warnings = new ArrayList<>();
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(withoutRemarks()))) {
      reader.setInput(stream, true, true);
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.readRaster(0, null);
    } catch (IOException | RuntimeException e) {
      return; // What OpenCV says counts.
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

  /** The file without comments, what applications wrote into it, and bytes between segments. */
  private byte[] withoutRemarks() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataInputStream stream = open()) {
      requireStart(stream);
      write(out, START_OF_IMAGE);
      int marker = 0;
      while (marker != START_OF_SCAN) {
        marker = nextMarker(stream);
        byte[] segment = hasLength(marker) ? segment(stream) : new byte[0];
        if (marker < 0xE0 || marker > COMMENT) {
          write(out, marker);
          out.write((segment.length + 2) >> 8);
          out.write(segment.length + 2);
          out.write(segment);
        }
      }
      stream.transferTo(out);
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, int marker) {
    out.write(0xFF);
    out.write(marker);
  }
}
