// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.ciss4j.scenario.CissException;

/**
 * A JPEG photograph. It is decoded by OpenCV: that is as fast as ImageIO and, unlike it, turns grey
 * and CMYK files into RGB. An orientation tag of the camera is not obeyed, as labels are drawn on
 * the stored pixels.
 */
record JpegFile(Path path) {
  private static final int START_OF_IMAGE = 0xFFD8;
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

  /** Decodes to unsigned bytes {@code [height, width, 3]} in the order red, green, blue. */
  @SuppressWarnings("try") // the scope is not named again: it frees what is made within
  Pixels decode() {
    byte[] encoded = readBytes();
    try (PointerScope scope = new PointerScope()) {
      Mat image =
          imdecode(
              new Mat(1, encoded.length, CV_8UC1, new BytePointer(encoded)),
              IMREAD_COLOR | IMREAD_IGNORE_ORIENTATION);
      if (image.empty()) {
        throw CissException.failure("image %s cannot be decoded; fetch it again", path);
      }
      cvtColor(image, image, COLOR_BGR2RGB);
      return new Pixels(image.cols(), image.rows(), Mats.bytes(image));
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
      throw CissException.failure("image %s cannot be read: %s", path, e.getMessage()).withCause(e);
    }
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
