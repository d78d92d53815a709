// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which places and channels of a teacher's map the background does not reach (LSKD): what the
 * teacher makes of the image is compared with what it makes of the image without old classes and
 * background, and of the image without new classes. Constants for the gradient.
 *
 * @param places float {@code [N, h, w, 1]}, 1 where distillation acts, else 0
 * @param channels float {@code [N, 1, 1, C]}, the same
 */
public record BackgroundMasks(INDArray places, INDArray channels) {
  /** Keeps vectors of zeros from being divided by. */
  private static final double NOTHING = 1e-8;

  private static final int VOID = LossInputs.VOID;

  /**
   * As the official code has them. A place is in the mask if it is among the share of those that
   * change least without the background, the share being that of new or void pixels, or among the
   * share of those that change most without the new classes, the share being theirs. For channels
   * that code compares differences by the signs that are right for cosines, so that it takes those
   * that change most without the background, or least without the new classes.
   *
   * @param map float {@code [N, h, w, C]} of the image
   * @param withoutOld the same of the image whose pixels of background and old classes are 0
   * @param withoutNew the same of the image whose pixels of new classes are 0
   * @param label INT32 {@code [N, H, W]} with pseudo-labels, 255 void
   * @param oldOutputs how many labels, from 0 on, are background or old
   */
  public static BackgroundMasks of(
      INDArray map, INDArray withoutOld, INDArray withoutNew, INDArray label, int oldOutputs) {
    int images = (int) map.size(0);
    int channels = (int) map.size(3);
    int places = (int) (map.size(1) * map.size(2));
    int[] labels = label.dup('c').data().asInt();
    float[] places1 = new float[images * places];
    float[] channels1 = new float[images * channels];
    for (int n = 0; n < images; n++) {
      int from = n * labels.length / images;
      int[] ofImage = Arrays.copyOfRange(labels, from, from + labels.length / images);
      double old = share(ofImage, 0, oldOutputs);
      double novel = share(ofImage, oldOutputs, VOID);
      double[][] own = image(map, n);
      double[][] first = image(withoutOld, n);
      double[][] second = image(withoutNew, n);
      put(either(cosines(own, first), old, cosines(own, second), novel), places1, n);
      put(either(changes(own, first), old, changes(own, second), novel), channels1, n);
    }
    return new BackgroundMasks(
        Nd4j.createFromArray(places1).reshape(images, map.size(1), map.size(2), 1),
        Nd4j.createFromArray(channels1).reshape(images, 1, 1, channels));
  }

  /**
   * An image without its pixels of background and old classes, which are 0; those of void stay.
   *
   * @param image float {@code [N, 3, H, W]}
   */
  public static INDArray withoutOld(INDArray image, INDArray label, int oldOutputs) {
    return without(image, label, 0, oldOutputs);
  }

  /** {@link #withoutOld} of the pixels of new classes. */
  public static INDArray withoutNew(INDArray image, INDArray label, int oldOutputs) {
    return without(image, label, oldOutputs, VOID);
  }

  private static INDArray without(INDArray image, INDArray label, int first, int end) {
    int[] labels = label.dup('c').data().asInt();
    float[] kept = new float[labels.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = labels[i] >= first && labels[i] < end ? 0 : 1;
    }
    long[] shape = {label.size(0), 1, label.size(1), label.size(2)};
    return image.mul(Nd4j.createFromArray(kept).reshape(shape));
  }

  /** The fraction of labels from the first on and before the end. */
  private static double share(int[] labels, int first, int end) {
    long count = Arrays.stream(labels).filter(label -> label >= first && label < end).count();
    return (double) count / labels.length;
  }

  /** The vectors of all places of an image. */
  private static double[][] image(INDArray map, int image) {
    int channels = (int) map.size(3);
    double[] values = map.slice(image).dup('c').data().asDouble();
    double[][] result = new double[values.length / channels][];
    for (int place = 0; place < result.length; place++) {
      result[place] = Arrays.copyOfRange(values, place * channels, (place + 1) * channels);
    }
    return result;
  }

  /** Where the first is at its quantile of a share or above, or the second at its or below. */
  private static boolean[] either(
      double[] first, double ofFirst, double[] second, double ofSecond) {
    double low = quantile(first, ofFirst);
    double high = quantile(second, ofSecond);
    boolean[] result = new boolean[first.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = first[i] >= low || second[i] <= high;
    }
    return result;
  }

  /** The value below which a share lies, linear between two of them. */
  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private static double[] cosines(double[][] a, double[][] b) {
    double[] result = new double[a.length];
    for (int place = 0; place < a.length; place++) {
      double product = 0;
      double ofA = 0;
      double ofB = 0;
      for (int k = 0; k < a[place].length; k++) {
        product += a[place][k] * b[place][k];
        ofA += a[place][k] * a[place][k];
        ofB += b[place][k] * b[place][k];
      }
      result[place] = product / Math.max(Math.sqrt(ofA * ofB), NOTHING);
    }
    return result;
  }

  /** By how much the mean over all places differs, of each channel. */
  private static double[] changes(double[][] a, double[][] b) {
    double[] result = new double[a[0].length];
    for (int place = 0; place < a.length; place++) {
      for (int k = 0; k < result.length; k++) {
        result[k] += (b[place][k] - a[place][k]) / a.length;
      }
    }
    return Arrays.stream(result).map(Math::abs).toArray();
  }

  private static void put(boolean[] mask, float[] to, int image) {
    for (int i = 0; i < mask.length; i++) {
      to[image * mask.length + i] = mask[i] ? 1 : 0;
    }
  }
}
