// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import java.util.Random;
import org.ciss4j.common.CissException;

/**
 * The image is scaled, both sides alike, by U({@code minScale}, {@code maxScale}); then a window of
 * the wanted size is taken from anywhere in it, and mirrored half of the time. Along a side that is
 * shorter than the window the image lies in its middle; what is left free is void in the label and
 * the mean colour of ImageNet in the image.
 *
 * @param size width and height of the output in pixels
 * @param minScale smallest scale
 * @param maxScale largest scale
 */
public record ScaledCrop(int size, double minScale, double maxScale) implements Crop {

  /**
   * Checks the sizes and ranges.
   *
   * @throws CissException if the size is not positive or the range is empty
   */
  public ScaledCrop {
    if (size < 1) {
      throw CissException.usage(
          "a crop of %dx%d pixels is empty; give a positive size", size, size);
    }
    if (!(minScale > 0 && minScale <= maxScale && Double.isFinite(maxScale))) {
      throw CissException.usage(
          "a crop needs 0 < smallest scale <= largest scale; came %s and %s", minScale, maxScale);
    }
  }

  /** The range of SSUL (Cha et al., NeurIPS 2021): scale 0.5 to 2. */
  public static ScaledCrop of(int size) {
    return new ScaledCrop(size, 0.5, 2.0);
  }

  @Override
  public Window choose(int imageWidth, int imageHeight, Random random) {
    double scale = minScale + (maxScale - minScale) * random.nextDouble();
    int width = Math.max(1, (int) (imageWidth * scale));
    int height = Math.max(1, (int) (imageHeight * scale));
    Window.Box target = new Window.Box(start(width, random), start(height, random), size, size);
    return new Window(
        new Window.Box(0, 0, imageWidth, imageHeight), width, height, target, random.nextBoolean());
  }

  private int start(int length, Random random) {
    return length >= size ? random.nextInt(length - size + 1) : -((size - length) / 2);
  }
}
