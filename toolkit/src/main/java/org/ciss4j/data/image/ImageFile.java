// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.ciss4j.common.CissException;

/**
 * A photograph: JPEG, PNG, BMP or whatever else OpenCV reads. OpenCV decodes it: that is as fast as
 * ImageIO and, unlike it, turns grey and CMYK files into RGB. Transparency is dropped. Of a broken
 * BMP OpenCV writes a line of its own to standard error, before the message that names the file; it
 * takes no option that would keep it quiet.
 */
public record ImageFile(Path path) {
  private static final String WHAT = "image";
  private static final int CHANNELS = 3;

  static {
    OpenCv.ready();
  }

  /**
   * Size and orientation, from the header where that is known to be read, which is fast; of a JPEG
   * also the end is looked for, of a PNG all but what its data says when it is unpacked.
   *
   * @throws CissException of kind failure if the file is broken, or larger than what can be read
   */
  public ImageHeader header() {
    ImageHeader header =
        switch (kind()) {
          case JPEG -> new JpegFile(path).header();
          case PNG -> header(PngChunks.read(path, WHAT));
          default ->
              RareHeaders.of(readBytes())
                  .orElseGet(() -> new ImageHeader(decode().size(), Orientation.UPRIGHT));
        };
    header.size().requireReadable(WHAT, path, CHANNELS);
    return header;
  }

  private static ImageHeader header(PngChunks png) {
    png.requireSound();
    return new ImageHeader(png.size(), png.orientation());
  }

  /**
   * Looks for the end of the file, which one cut short has lost: quickly, except of files that show
   * that only when they are decoded.
   *
   * @throws CissException of kind failure if it is missing
   */
  public void requireWhole() {
    FileKind kind = kind();
    if (kind != FileKind.JPEG && kind != FileKind.PNG) {
      decode();
    }
  }

  /**
   * Looks for damage that {@link #header} does not see and {@link #decode} passes over.
   *
   * @throws CissException of kind failure if there is some
   */
  public void requireUndamaged() {
    FileKind kind = kind();
    decode();
    if (kind == FileKind.JPEG) {
      new JpegFile(path).requireUndamaged();
    }
  }

  /**
   * What the file is: what its bytes say, or else its name.
   *
   * @throws CissException of kind failure if it is empty, or something else than an image
   */
  public FileKind kind() {
    try {
      if (Files.size(path) == 0) {
        throw CissException.failure("image %s is empty (0 bytes); fetch it again", path);
      }
      FileKind kind = FileKind.of(path);
      if (kind.isForeign()) {
        throw foreign(kind);
      }
      return kind == FileKind.OTHER && isCalledJpeg() ? FileKind.JPEG : kind;
    } catch (IOException e) {
      throw Unreadable.file(WHAT, path, e);
    }
  }

  private CissException foreign(FileKind kind) {
    return CissException.failure(
        "image %s is not a%s file, but %s; %s",
        path, isCalledJpeg() ? " JPEG" : "n image", kind.words(), kind.remedy());
  }

  private boolean isCalledJpeg() {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  /** As {@link #decode()}, as a viewer shows an image of this orientation. */
  public Pixels decode(Orientation orientation) {
    Pixels stored = decode();
    try {
      return orientation.applied(stored);
    } catch (OutOfMemoryError e) {
      throw Unreadable.tooLarge(WHAT, path, stored.size(), e);
    }
  }

  /**
   * Decodes to unsigned bytes {@code [height, width, 3]} in the order red, green, blue, as they are
   * stored, whatever the orientation.
   *
   * @throws CissException of kind failure if the file is broken, or larger than what can be read
   */
  @SuppressWarnings("try") // the scope is not named again: it frees what is made within
  public Pixels decode() {
    byte[] encoded = readBytes();
    try (PointerScope scope = new PointerScope()) {
      Mat image = decoded(encoded);
      if (image.empty()) {
        throw CissException.failure(
            "image %s cannot be decoded as JPEG, PNG, BMP, TIFF or WebP; fetch it again, or convert"
                + " it to PNG if other programs read it",
            path);
      }
      // Of TIFF files OpenCV obeys the orientation, whatever it is told.
      boolean turned = FileKind.of(encoded) == FileKind.TIFF;
      Orientation turn = turned ? Orientation.of(ByteBuffer.wrap(encoded)) : Orientation.UPRIGHT;
      return turn.inverse().applied(pixels(image));
    }
  }

  private Pixels pixels(Mat image) {
    ImageSize size = new ImageSize(image.cols(), image.rows());
    size.requireReadable(WHAT, path, CHANNELS);
    cvtColor(image, image, COLOR_BGR2RGB);
    try {
      return new Pixels(size.width(), size.height(), Mats.bytes(image));
    } catch (OutOfMemoryError e) {
      throw Unreadable.tooLarge(WHAT, path, size, e);
    }
  }

  /** OpenCV throws where an image is larger than it takes, of 2^30 pixels or of 2^20 in a row. */
  private Mat decoded(byte[] encoded) {
    try {
      return imdecode(
          new Mat(1, encoded.length, CV_8UC1, new BytePointer(encoded)),
          IMREAD_COLOR | IMREAD_IGNORE_ORIENTATION);
    } catch (RuntimeException | OutOfMemoryError e) {
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
      FileKind kind = FileKind.of(bytes);
      if (kind.isForeign()) {
        throw CissException.failure(
            "image %s cannot be decoded: it is %s; %s", path, kind.words(), kind.remedy());
      }
      return bytes;
    } catch (IOException e) {
      throw Unreadable.file(WHAT, path, e);
    } catch (OutOfMemoryError e) {
      throw CissException.failure(
              "image %s is a file too large for the memory that there is; scale it down", path)
          .withCause(e);
    }
  }
}
