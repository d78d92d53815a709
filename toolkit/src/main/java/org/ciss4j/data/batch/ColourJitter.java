// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import org.ciss4j.common.CissException;

/**
 * How far colours are moved at random.
 *
 * @param brightness b: colours are multiplied by U(1 - b, 1 + b)
 * @param contrast c: the distance to the mean grey of the image is multiplied by U(1 - c, 1 + c)
 * @param saturation s: the distance to the grey of each pixel is multiplied by U(1 - s, 1 + s)
 * @param hue h: the colour circle is turned by U(-h, h) of its circumference
 */
public record ColourJitter(double brightness, double contrast, double saturation, double hue) {
  /** Colours as they are. */
  public static final ColourJitter NONE = new ColourJitter(0, 0, 0, 0);

  /**
   * Checks the ranges.
   *
   * @throws CissException unless the first three are within 0 to 1 and the last within 0 to 0.5
   */
  public ColourJitter {
    boolean fits =
        within(brightness, 1) && within(contrast, 1) && within(saturation, 1) && within(hue, 0.5);
    if (!fits) {
      throw CissException.usage(
          "colour jitter needs brightness, contrast and saturation from 0 to 1 and hue from 0 to"
              + " 0.5; came %s, %s, %s and %s",
          brightness, contrast, saturation, hue);
    }
  }

  private static boolean within(double value, double most) {
    return value >= 0 && value <= most;
  }
}
