// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.ciss4j.scenario.CissException;

/**
 * A photograph: JPEG, PNG, BMP or whatever else OpenCV reads. OpenCV decodes it: that is as fast as
 * ImageIO and, unlike it, turns grey and CMYK files into RGB. An orientation tag of the camera is
 * not obeyed, as labels are drawn on the stored pixels; transparency is dropped.
 */
record ImageFile(Path path) {

  /** What the first bytes of a file say, whatever its name; else what its name says. */
  private enum Format {
    JPEG,
    PNG,
    OTHER
  }

  /**
   * Width and height. Of a JPEG and a PNG they are read from the header, which is fast, and its end
   * is looked for; others are decoded.
   *
   * @throws CissException of kind failure if the file is broken
   */
  ImageSize size() {
    return switch (format()) {
      case JPEG -> new JpegFile(path).size();
      case PNG -> PngChunks.size(path);
      case OTHER -> decode().size();
    };
  }

  /**
   * Looks for damage that {@link #size} does not see and {@link #decode} passes over.
   *
   * @throws CissException of kind failure if there is some
   */
  void requireUndamaged() {
    switch (format()) {
      case JPEG -> new JpegFile(path).requireUndamaged();
      case PNG -> {
        PngChunks.requireSound(path, "image");
        decode();
      }
      case OTHER -> decode();
    }
  }

  private Format format() {
    try (DataInputStream stream = new DataInputStream(Files.newInputStream(path))) {
      long start = stream.readLong();
      return start == PngChunks.SIGNATURE
          ? Format.PNG
          : start >>> 48 == JpegFile.START_OF_IMAGE ? Format.JPEG : byName();
    } catch (EOFException e) {
      return byName();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Format byName() {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jpg") || name.endsWith(".jpeg") ? Format.JPEG : Format.OTHER;
  }

  /** Decodes to unsigned bytes {@code [height, width, 3]} in the order red, green, blue. */
  @SuppressWarnings("try") // the scope is not named again: it frees what is made within
  Pixels decode() {
    byte[] encoded = readBytes();
    try (PointerScope scope = new PointerScope()) {
      Mat image = decoded(encoded);
      if (image.empty()) {
        throw CissException.failure(
            "image %s cannot be decoded as JPEG, PNG, BMP, TIFF or WebP; fetch it again", path);
      }
      cvtColor(image, image, COLOR_BGR2RGB);
      return new Pixels(image.cols(), image.rows(), Mats.bytes(image));
    }
  }

  /** OpenCV throws where an image is larger than it takes, of 2^30 pixels or of 2^20 in a row. */
  private Mat decoded(byte[] encoded) {
    try {
      return imdecode(
          new Mat(1, encoded.length, CV_8UC1, new BytePointer(encoded)),
          IMREAD_COLOR | IMREAD_IGNORE_ORIENTATION);
    } catch (RuntimeException e) {
      throw CissException.failure(
              "image %s cannot be decoded, perhaps as it is too large; scale it down or fetch it"
                  + " again",
              path)
          .withCause(e);
    }
  }

  private byte[] readBytes() {
    try {
      byte[] bytes = Files.readAllBytes(path);
      if (bytes.length == 0) {
        throw CissException.failure("image %s is empty (0 bytes); fetch it again", path);
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private CissException unreadable(IOException e) {
    return CissException.failure("image %s cannot be read: %s", path, e.getMessage()).withCause(e);
  }
}
