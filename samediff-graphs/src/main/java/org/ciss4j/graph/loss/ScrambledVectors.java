// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.Arrays;

/**
 * What the official code of SDR takes for the vectors of a class. It picks the elements of the
 * class's pixels out of {@code [N, D, h, w]}, image by image, in each channel by channel, and reads
 * them as a matrix: as {@code [D, pixels]}, which mixes channels and pixels unless there is one
 * image, or as {@code [pixels, D]}, which mixes them even then.
 */
public final class ScrambledVectors {
  private ScrambledVectors() {}

  /** How the elements of a class are read. */
  public enum Reading {
    /** A row for each channel: in updates of prototypes, attraction and repulsion. */
    CHANNELS,
    /** A row for each pixel: in prototypes matching. */
    PIXELS
  }

  /**
   * Which element takes the place of which.
   *
   * @param labels of the pixels of all images, image by image; those of K and more stay in place
   * @param images their number
   * @param channels D
   * @return for each element of {@code [P, D]}, pixel by pixel, the number of the one that takes
   *     its place
   */
  public static int[] order(int[] labels, int images, int classes, int channels, Reading reading) {
    int[] order = new int[labels.length * channels];
    Arrays.setAll(order, i -> i);
    for (int c = 0; c < classes; c++) {
      int[] pixels = pixelsOf(c, labels);
      int[] elements = elements(pixels, labels.length / images, channels);
      for (int j = 0; j < pixels.length; j++) {
        for (int k = 0; k < channels; k++) {
          int place = reading == Reading.CHANNELS ? k * pixels.length + j : j * channels + k;
          order[pixels[j] * channels + k] = elements[place];
        }
      }
    }
    return order;
  }

  private static int[] pixelsOf(int label, int[] labels) {
    int[] pixels = new int[labels.length];
    int count = 0;
    for (int pixel = 0; pixel < labels.length; pixel++) {
      if (labels[pixel] == label) {
        pixels[count++] = pixel;
      }
    }
    return Arrays.copyOf(pixels, count);
  }

  /** The elements of pixels in the order of image, channel, pixel. */
  private static int[] elements(int[] pixels, int perImage, int channels) {
    int[] elements = new int[pixels.length * channels];
    int count = 0;
    for (int start = 0; start < pixels.length; ) {
      int end = start;
      while (end < pixels.length && pixels[end] / perImage == pixels[start] / perImage) {
        end++;
      }
      for (int k = 0; k < channels; k++) {
        for (int j = start; j < end; j++) {
          elements[count++] = pixels[j] * channels + k;
        }
      }
      start = end;
    }
    return elements;
  }
}
