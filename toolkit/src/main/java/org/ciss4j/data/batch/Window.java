// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

/**
 * How an image becomes an input of a network: a part of it is cut out and resized, then a part of
 * that is cut out and perhaps mirrored. An image and its label go through the same window.
 *
 * @param source what is cut out of the image
 * @param width width to which the source is resized
 * @param height height to which the source is resized
 * @param target what is cut out of the resized source; what lies outside of it is void in a label
 *     and the mean colour of ImageNet in an image
 * @param mirrored whether left and right change places in the end
 */
public record Window(Box source, int width, int height, Box target, boolean mirrored) {

  /** A rectangle of whole pixels; x and y are its left column and top row. */
  public record Box(int x, int y, int width, int height) {
    boolean isWithin(int outerWidth, int outerHeight) {
      return x >= 0 && y >= 0 && x + width <= outerWidth && y + height <= outerHeight;
    }
  }

  /** All of an image, unchanged. */
  static Window whole(int width, int height) {
    Box all = new Box(0, 0, width, height);
    return new Window(all, width, height, all, false);
  }
}
