// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;

/**
 * From colours to what a network is fed: {@code (x / 255 - mean) / standardDeviation} for each of
 * red, green and blue, computed in float.
 *
 * @param mean three means of colours in 0 to 1
 * @param standardDeviation three standard deviations
 */
public record Normalization(List<Float> mean, List<Float> standardDeviation) {

  /** Statistics of ImageNet, which go with backbones that were trained on it. */
  public static final Normalization IMAGENET =
      new Normalization(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if one has not three numbers
   */
  public Normalization {
    mean = List.copyOf(mean);
    standardDeviation = List.copyOf(standardDeviation);
    if (mean.size() != 3 || standardDeviation.size() != 3) {
      throw new IllegalArgumentException(
          "expected three means and three deviations, for red, green and blue");
    }
  }

  /** The values of the 256 colours of a channel: 0 red, 1 green, 2 blue. */
  float[] table(int channel) {
    float[] table = new float[256];
    for (int x = 0; x < table.length; x++) {
      table[x] = (x / 255f - mean.get(channel)) / standardDeviation.get(channel);
    }
    return table;
  }
}
