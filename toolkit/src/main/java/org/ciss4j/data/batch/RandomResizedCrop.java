// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import java.util.Random;
import org.ciss4j.common.CissException;

/**
 * A part of random area and aspect, resized to the input of the network and mirrored half of the
 * time.
 *
 * <p>Its area is that of the image times U({@code minArea}, {@code maxArea}) and its aspect (width
 * / height) is exp(U(-log {@code maxAspect}, log {@code maxAspect})). A draw that does not fit into
 * the image is drawn anew, ten times in all; then the largest central part with an aspect in the
 * range is taken. With the official areas of 0.5 to 2 most draws fail, so that this is milder than
 * it looks.
 *
 * @param width output width in pixels
 * @param height output height in pixels
 * @param minArea smallest area as a fraction of the image
 * @param maxArea largest area as a fraction of the image; may exceed 1
 * @param maxAspect largest aspect; the smallest is its inverse
 */
public record RandomResizedCrop(
    int width, int height, double minArea, double maxArea, double maxAspect) implements Crop {
  private static final int TRIES = 10;

  /**
   * Checks the sizes and ranges.
   *
   * @throws CissException if a size is not positive or a range is empty
   */
  public RandomResizedCrop {
    if (width < 1 || height < 1) {
      throw CissException.usage(
          "a crop of %dx%d pixels is empty; give a positive size", width, height);
    }
    if (!(minArea > 0 && minArea <= maxArea && maxAspect >= 1)) {
      throw CissException.usage(
          "a crop needs 0 < smallest area <= largest area and a largest aspect of at least 1; came"
              + " %s, %s and %s",
          minArea, maxArea, maxAspect);
    }
  }

  /** The ranges of the DKD code: area 0.5 to 2, aspect 3/4 to 4/3. */
  public static RandomResizedCrop of(int size) {
    return new RandomResizedCrop(size, size, 0.5, 2.0, 4.0 / 3.0);
  }

  @Override
  public Window choose(int imageWidth, int imageHeight, Random random) {
    Window.Box source = drawSource(imageWidth, imageHeight, random);
    return new Window(
        source, width, height, new Window.Box(0, 0, width, height), random.nextBoolean());
  }

  private Window.Box drawSource(int imageWidth, int imageHeight, Random random) {
    for (int i = 0; i < TRIES; i++) {
      double area =
          (double) imageWidth * imageHeight * (minArea + (maxArea - minArea) * random.nextDouble());
      double aspect = StrictMath.pow(maxAspect, 2 * random.nextDouble() - 1);
      long w = Math.round(Math.sqrt(area * aspect));
      long h = Math.round(Math.sqrt(area / aspect));
      if (w > 0 && w <= imageWidth && h > 0 && h <= imageHeight) {
        int x = random.nextInt(imageWidth - (int) w + 1);
        int y = random.nextInt(imageHeight - (int) h + 1);
        return new Window.Box(x, y, (int) w, (int) h);
      }
    }
    return center(imageWidth, imageHeight);
  }

  private Window.Box center(int imageWidth, int imageHeight) {
    int w = (int) Math.min(imageWidth, Math.round(imageHeight * maxAspect));
    int h = (int) Math.min(imageHeight, Math.round(imageWidth * maxAspect));
    return new Window.Box((imageWidth - w) / 2, (imageHeight - h) / 2, w, h);
  }
}
