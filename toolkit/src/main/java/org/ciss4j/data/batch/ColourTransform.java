// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_core.mean;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_HSV2RGB_FULL;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2HSV_FULL;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.util.Random;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.ciss4j.data.image.Mats;
import org.ciss4j.data.image.OpenCv;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.transform.BaseImageTransform;
import org.jspecify.annotations.Nullable;

/**
 * {@link ColourJitter} as a DataVec image transform of 8-bit RGB images: brightness, contrast,
 * saturation, hue, in this order, each rounded to bytes. What is 0 in the jitter costs nothing.
 */
public final class ColourTransform extends BaseImageTransform<Mat> {
  static {
    OpenCv.ready();
  }

  private final ColourJitter jitter;

  /** A transform of this strength. */
  public ColourTransform(ColourJitter jitter) {
    super(null);
    this.jitter = jitter;
  }

  @Override
  protected ImageWritable doTransform(ImageWritable image, @Nullable Random random) {
    Random source = random == null ? new Random(0) : random;
    Mat mat = Mats.of(image).clone();
    // Every factor is drawn, so that one strength does not change what another one does.
    double brightness = factor(jitter.brightness(), source);
    double contrast = factor(jitter.contrast(), source);
    double saturation = factor(jitter.saturation(), source);
    double hue = factor(jitter.hue(), source) - 1;
    mat.convertTo(mat, -1, brightness, 0);
    blend(mat, contrast);
    saturate(mat, saturation);
    turn(mat, hue);
    return Mats.writable(mat);
  }

  private static double factor(double strength, Random random) {
    return 1 + strength * (2 * random.nextDouble() - 1);
  }

  private static void blend(Mat mat, double contrast) {
    if (contrast != 1) {
      double grey = mean(grey(mat)).get(0);
      mat.convertTo(mat, -1, contrast, (1 - contrast) * grey);
    }
  }

  private static void saturate(Mat mat, double saturation) {
    if (saturation != 1) {
      Mat grey = new Mat();
      cvtColor(grey(mat), grey, COLOR_GRAY2RGB);
      addWeighted(mat, saturation, grey, 1 - saturation, 0, mat);
    }
  }

  private static Mat grey(Mat mat) {
    Mat grey = new Mat();
    cvtColor(mat, grey, COLOR_RGB2GRAY);
    return grey;
  }

  /** Hues are bytes, 256 to the circle. */
  private static void turn(Mat mat, double hue) {
    int shift = (int) Math.rint(256 * hue);
    if (shift != 0) {
      Mat hsv = new Mat();
      cvtColor(mat, hsv, COLOR_RGB2HSV_FULL);
      try (UByteIndexer pixels = hsv.createIndexer()) {
        for (long y = 0; y < hsv.rows(); y++) {
          for (long x = 0; x < hsv.cols(); x++) {
            pixels.put(y, x, 0, (pixels.get(y, x, 0) + shift) & 0xFF);
          }
        }
      }
      cvtColor(hsv, mat, COLOR_HSV2RGB_FULL);
    }
  }

  /** Points stay where they are. */
  @Override
  public float[] query(float... coordinates) {
    return coordinates.clone();
  }
}
