// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

/**
 * An image and the class of each of its pixels, as read from a data set. The arrays are not copied;
 * treat them as constant.
 *
 * @param id name of the image in its data set
 * @param width pixels in a row
 * @param height rows
 * @param rgb unsigned bytes {@code [height, width, 3]}: red, green, blue
 * @param label unsigned bytes {@code [height, width]}: data set ids of classes, 0 for background,
 *     255 for void
 */
public record LabeledImage(String id, int width, int height, byte[] rgb, byte[] label) {
  /**
   * Checks the arrays.
   *
   * @throws IllegalArgumentException if an array has not the length that width and height ask for
   */
  public LabeledImage {
    if (rgb.length != 3L * width * height || label.length != (long) width * height) {
      throw new IllegalArgumentException(
          "image "
              + id
              + " of "
              + width
              + "x"
              + height
              + " came with "
              + rgb.length
              + " colour bytes and "
              + label.length
              + " labels");
    }
  }

  /** The image without its labels, for a network to label. */
  public Photo photo() {
    return new Photo(id, width, height, rgb);
  }
}
