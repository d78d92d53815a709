// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_core.flip;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.ciss4j.data.Normalization;
import org.ciss4j.data.image.Mats;
import org.ciss4j.data.image.OpenCv;
import org.ciss4j.scenario.LabelSpace;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.transform.BaseImageTransform;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Crop} as a DataVec image transform. Two of them with one crop, called with generators of
 * one seed, move an image and its label together: one for colours, one for labels, which are never
 * mixed.
 *
 * <p>DataVec's own transforms cannot do this, as they interpolate whatever they resize. Pixel
 * centres lie at half coordinates for both kinds. An image that shrinks in both directions is
 * averaged over areas instead of interpolated, so that nothing aliases. Not for several threads at
 * once.
 */
public final class CropTransform extends BaseImageTransform<Mat> {
  private static final double[] VOID = {LabelSpace.VOID, 0, 0, 0};
  private static final double[] NOTHING = {0, 0, 0, 0};

  /** The colour that {@link Normalization#IMAGENET} turns into about 0. */
  private static final double[] MEAN_COLOUR = {124, 116, 104, 0};

  static {
    OpenCv.ready();
  }

  private final Crop crop;
  private final boolean numbers;

  /** What is beside the image. */
  private final double[] border;

  private @Nullable Window last;

  private CropTransform(Crop crop, boolean numbers, double[] border) {
    super(null);
    this.crop = crop;
    this.numbers = numbers;
    this.border = border;
  }

  /** For images: bilinear. */
  public static CropTransform ofImage(Crop crop) {
    return new CropTransform(crop, false, MEAN_COLOUR);
  }

  /** For label images: nearest neighbour, so that no label comes out that did not go in. */
  public static CropTransform ofLabel(Crop crop) {
    return new CropTransform(crop, true, VOID);
  }

  /** For other maps of numbers, as for labels; beside the image there is nothing, 0. */
  static CropTransform ofMap(Crop crop) {
    return new CropTransform(crop, true, NOTHING);
  }

  @Override
  protected ImageWritable doTransform(ImageWritable image, @Nullable Random random) {
    Mat mat = Mats.of(image);
    Window window = crop.choose(mat.cols(), mat.rows(), random == null ? new Random(0) : random);
    last = window;
    Mat resized = resized(cut(mat, window.source()), window);
    Mat padded =
        window.target().isWithin(window.width(), window.height())
            ? cut(resized, window.target())
            : pad(resized, window.target());
    return Mats.writable(mirror(padded, window));
  }

  /** The part of the box that the image covers, and a border of nothing around it. */
  private Mat pad(Mat mat, Window.Box box) {
    int left = Math.max(0, box.x());
    int top = Math.max(0, box.y());
    int right = Math.min(mat.cols(), box.x() + box.width());
    int bottom = Math.min(mat.rows(), box.y() + box.height());
    Mat result = new Mat();
    copyMakeBorder(
        cut(mat, new Window.Box(left, top, right - left, bottom - top)),
        result,
        top - box.y(),
        box.y() + box.height() - bottom,
        left - box.x(),
        box.x() + box.width() - right,
        BORDER_CONSTANT,
        scalar(border));
    return result;
  }

  /** A new one each time: a constant would be freed with the image that was the first to use it. */
  private static Scalar scalar(double[] channels) {
    return new Scalar(channels[0], channels[1], channels[2], channels[3]);
  }

  private static Mat cut(Mat mat, Window.Box box) {
    return mat.apply(new Rect(box.x(), box.y(), box.width(), box.height()));
  }

  private Mat resized(Mat mat, Window window) {
    if (mat.cols() == window.width() && mat.rows() == window.height()) {
      return mat;
    }
    if (numbers) {
      return NearestPixels.resized(mat, window.width(), window.height());
    }
    Mat result = new Mat();
    resize(
        mat, result, new Size(window.width(), window.height()), 0, 0, interpolation(mat, window));
    return result;
  }

  private static int interpolation(Mat mat, Window window) {
    return mat.cols() > window.width() && mat.rows() > window.height() ? INTER_AREA : INTER_LINEAR;
  }

  private static Mat mirror(Mat mat, Window window) {
    Mat result = new Mat();
    if (window.mirrored()) {
      flip(mat, result, 1);
    } else {
      mat.copyTo(result);
    }
    return result;
  }

  /**
   * Where points of the last image went: x and y by turns, in pixels with centres at half
   * coordinates.
   */
  @Override
  public float[] query(float... coordinates) {
    Window window = last;
    if (window == null) {
      throw new IllegalStateException("no image was transformed yet");
    }
    float[] result = new float[coordinates.length];
    for (int i = 0; i + 1 < coordinates.length; i += 2) {
      float x =
          (coordinates[i] - window.source().x()) * window.width() / window.source().width()
              - window.target().x();
      float y =
          (coordinates[i + 1] - window.source().y()) * window.height() / window.source().height();
      result[i] = window.mirrored() ? window.target().width() - x : x;
      result[i + 1] = y - window.target().y();
    }
    return result;
  }
}
