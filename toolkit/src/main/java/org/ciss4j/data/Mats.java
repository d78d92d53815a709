// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.bytedeco.opencv.global.opencv_core.setNumThreads;

import org.bytedeco.javacv.OpenCVFrameConverter;
import org.bytedeco.opencv.opencv_core.Mat;
import org.datavec.image.data.ImageWritable;

/** Between Java arrays, OpenCV matrices and DataVec's image writables. */
final class Mats {
  static {
    // Loader threads are many enough; OpenCV's own would take the cores from training.
    setNumThreads(0);
  }

  private Mats() {}

  /** A matrix of 8-bit pixels that holds a copy of these bytes. */
  static Mat of(int width, int height, int type, byte[] bytes) {
    Mat mat = new Mat(height, width, type);
    mat.data().put(bytes);
    return mat;
  }

  /** The bytes of a matrix of 8-bit pixels, row by row. */
  static byte[] bytes(Mat mat) {
    Mat whole = mat.isContinuous() ? mat : mat.clone();
    byte[] bytes = new byte[Math.toIntExact(whole.total() * whole.elemSize())];
    whole.data().get(bytes);
    return bytes;
  }

  static ImageWritable writable(Mat mat) {
    return new ImageWritable(new OpenCVFrameConverter.ToMat().convert(mat));
  }

  static Mat of(ImageWritable image) {
    return new OpenCVFrameConverter.ToMat().convert(image.getFrame());
  }
}
