// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.Arrays;
import org.ciss4j.data.Batch;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * What the positions of a feature map should say, and how much each counts.
 *
 * <p>Of the labelled pixels below a position, void left out, each channel has a share. Pixels that
 * a later step leaves open count for the channel that the network so far believes in at this
 * position, if it believes enough. A position weighs the more, the rarer its labels are: {@code
 * sum_c share_c (T / (K n_c))^balance}, {@code n_c} being the pixels of channel c in all images of
 * the step, K the number of channels that have any and T all pixels; open pixels are one channel
 * there.
 *
 * @param channels of the network that the step leaves behind
 * @param balance how much rare labels gain: 0 nothing, 1 that all labels weigh the same
 */
record RidgeTargets(int channels, double balance) {
  /** The channel of what nobody knows. */
  static final int UNKNOWN = -1;

  /**
   * The positions of some feature maps, image by image, row by row.
   *
   * @param shares float {@code [n, channels]}
   * @param weights float {@code [n]}; 0 where nothing is known
   */
  record Positions(float[] shares, float[] weights) {}

  /** What pixels that a step leaves open belong to. */
  @FunctionalInterface
  interface Belief {
    /** The channel of the open pixels below a position of an image, or {@link #UNKNOWN}. */
    int channel(int image, int position);
  }

  /** How much a pixel of each channel weighs, of which so many were counted. */
  double[] weights(long[] pixels) {
    long total = Arrays.stream(pixels).sum();
    long present = Arrays.stream(pixels).filter(count -> count > 0).count();
    double[] weights = new double[pixels.length];
    for (int c = 0; c < pixels.length; c++) {
      weights[c] =
          pixels[c] == 0 ? 0 : Math.pow((double) total / ((double) present * pixels[c]), balance);
    }
    return weights;
  }

  /** {@link #of(int[], int, int, int, int, int, Belief, double[])} of the labels of a batch. */
  Positions of(Batch batch, int rows, int columns, @Nullable Belief belief, double[] pixelWeights) {
    return of(
        batch.label().data().asInt(),
        batch.size(),
        (int) batch.image().size(2),
        (int) batch.image().size(3),
        rows,
        columns,
        belief,
        pixelWeights);
  }

  /**
   * Looks at the labels of some images.
   *
   * @param labels int {@code [images, height, width]}: channels, 0 for background or open, 255 void
   * @param rows h, height of the feature maps
   * @param columns w, their width
   * @param belief about open pixels; null if there are none, as all is labelled
   * @param pixelWeights as {@link #weights} gives them
   */
  Positions of(
      int[] labels,
      int images,
      int height,
      int width,
      int rows,
      int columns,
      @Nullable Belief belief,
      double[] pixelWeights) {
    int count = images * rows * columns;
    float[] shares = new float[count * channels];
    float[] weights = new float[count];
    int[] counts = new int[channels];
    for (int position = 0; position < count; position++) {
      int image = position / (rows * columns);
      int row = position / columns % rows;
      int column = position % columns;
      Arrays.fill(counts, 0);
      for (int y = row * height / rows; y < (row + 1) * height / rows; y++) {
        int start = (image * height + y) * width;
        for (int x = column * width / columns; x < (column + 1) * width / columns; x++) {
          int label = labels[start + x];
          if (label != LabelSpace.VOID) {
            counts[label]++;
          }
        }
      }
      double weight = 0;
      int known = 0;
      int believed =
          belief == null ? LabelSpace.BACKGROUND : belief.channel(image, row * columns + column);
      for (int c = 0; c < channels; c++) {
        if (counts[c] > 0 && (c > 0 || believed != UNKNOWN)) {
          weight += counts[c] * pixelWeights[c];
          known += counts[c];
        }
      }
      if (known > 0) {
        weights[position] = (float) (weight / known);
        for (int c = 0; c < channels; c++) {
          if (counts[c] > 0 && (c > 0 || believed != UNKNOWN)) {
            int channel = c == 0 ? believed : c;
            shares[position * channels + channel] += (float) counts[c] / known;
          }
        }
      }
    }
    return new Positions(shares, weights);
  }
}
