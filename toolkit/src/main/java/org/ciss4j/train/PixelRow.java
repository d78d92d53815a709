// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

/** How probable labels are at some pixels of a row of a photograph. */
public final class PixelRow {
  private final int x;
  private final int y;
  private final int length;
  private final int[] labels;
  private final int firstLabel;
  private final float[][] ofLabels;
  private final int firstPixel;

  /**
   * A part of two larger arrays.
   *
   * @param labels channels, those of these pixels from {@code firstLabel} on
   * @param ofLabels {@code [C + 1][...]}, those of these pixels from {@code firstPixel} on
   */
  PixelRow(
      int x, int y, int length, int[] labels, int firstLabel, float[][] ofLabels, int firstPixel) {
    this.x = x;
    this.y = y;
    this.length = length;
    this.labels = labels;
    this.firstLabel = firstLabel;
    this.ofLabels = ofLabels;
    this.firstPixel = firstPixel;
  }

  /** Column of the first pixel. */
  public int x() {
    return x;
  }

  /** Row of the pixels. */
  public int y() {
    return y;
  }

  /** How many pixels there are. */
  public int length() {
    return length;
  }

  /** How many labels there are: the background and all classes that the network knows. */
  public int channels() {
    return ofLabels.length;
  }

  /**
   * How probable a label is.
   *
   * @param channel 0 for the background, c for the c-th class that was learnt
   * @param i which of the pixels, from 0
   */
  public float probability(int channel, int i) {
    return ofLabels[channel][firstPixel + i];
  }

  /** How probable the label is that a pixel got. */
  public float confidence(int i) {
    return probability(labels[firstLabel + i], i);
  }
}
