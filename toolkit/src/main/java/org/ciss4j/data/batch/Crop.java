// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import java.util.Random;

/** Chooses the window through which an image and its label are seen. */
@FunctionalInterface
public interface Crop {

  /**
   * The window for an image of this size.
   *
   * @param random source of all that is random; its state afterwards is unspecified
   */
  Window choose(int width, int height, Random random);

  /**
   * A random part of the image, resized to {@code size * size} and mirrored half of the time:
   * {@link RandomResizedCrop}.
   */
  static Crop random(int size) {
    return RandomResizedCrop.of(size);
  }

  /**
   * The middle: the shorter side is resized to {@code size}, then the central {@code size * size}
   * pixels are taken. Scores of the DKD code, as of MiB and PLOP, are measured on this.
   */
  static Crop center(int size) {
    return (width, height, random) -> {
      boolean wide = width >= height;
      int resizedWidth = wide ? (int) ((long) size * width / height) : size;
      int resizedHeight = wide ? size : (int) ((long) size * height / width);
      Window.Box middle =
          new Window.Box(middle(resizedWidth, size), middle(resizedHeight, size), size, size);
      return new Window(
          new Window.Box(0, 0, width, height), resizedWidth, resizedHeight, middle, false);
    };
  }

  /** The whole image at its own size. */
  static Crop none() {
    return (width, height, random) -> Window.whole(width, height);
  }

  /**
   * Half of the surplus; a half pixel is rounded to the even neighbour, as in the official code.
   */
  private static int middle(int length, int size) {
    return (int) Math.rint((length - size) / 2.0);
  }
}
