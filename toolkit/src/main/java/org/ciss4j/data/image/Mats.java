// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import org.bytedeco.javacv.OpenCVFrameConverter;
import org.bytedeco.opencv.opencv_core.Mat;
import org.datavec.image.data.ImageWritable;

/** Between Java arrays, OpenCV matrices and DataVec's image writables. */
public final class Mats {
  static {
    OpenCv.ready();
  }

  private Mats() {}

  /** A copy of unsigned bytes {@code [height, width, 3]}. */
  public static ImageWritable ofColours(int width, int height, byte[] rgb) {
    return writable(of(width, height, CV_8UC3, rgb));
  }

  /** A copy of unsigned bytes {@code [height, width]}. */
  public static ImageWritable ofLabels(int width, int height, byte[] labels) {
    return writable(of(width, height, CV_8UC1, labels));
  }

  /** A matrix of 8-bit pixels that holds a copy of these bytes. */
  public static Mat of(int width, int height, int type, byte[] bytes) {
    Mat mat = new Mat(height, width, type);
    mat.data().put(bytes);
    return mat;
  }

  /** The bytes of a matrix of 8-bit pixels, row by row. */
  public static byte[] bytes(Mat mat) {
    Mat whole = mat.isContinuous() ? mat : mat.clone();
    byte[] bytes = new byte[Math.toIntExact(whole.total() * whole.elemSize())];
    whole.data().get(bytes);
    return bytes;
  }

  /** The bytes of an image of 8-bit pixels, row by row. */
  public static byte[] bytes(ImageWritable image) {
    return bytes(of(image));
  }

  /** The same pixels for DataVec. */
  public static ImageWritable writable(Mat mat) {
    return new ImageWritable(new OpenCVFrameConverter.ToMat().convert(mat));
  }

  /** The same pixels for OpenCV. */
  public static Mat of(ImageWritable image) {
    return new OpenCVFrameConverter.ToMat().convert(image.getFrame());
  }
}
