// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.label;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** The colours in which PASCAL VOC, and most tools after it, show class numbers. */
public final class VocColours {
  private static final int NUMBERS = 256;
  private static final Set<Integer> GREYS = greys();

  private VocColours() {}

  /**
   * Colour of a number as 0xRRGGBB: bits 0, 1, 2, 3, ... are the highest of red, green, blue, red.
   */
  public static int colour(int number) {
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int rest = number, bit = 7; rest > 0; rest >>= 3, bit--) {
      red |= (rest & 1) << bit;
      green |= (rest >> 1 & 1) << bit;
      blue |= (rest >> 2 & 1) << bit;
    }
    return red << 16 | green << 8 | blue;
  }

  /** All 256 colours, for images that store numbers. */
  public static IndexColorModel model() {
    int[] colours = new int[NUMBERS];
    Arrays.setAll(colours, VocColours::colour);
    return new IndexColorModel(Byte.SIZE, NUMBERS, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
  }

  /**
   * A picture that stores numbers and shows them in their colours.
   *
   * @param numbers unsigned bytes {@code [height, width]}
   */
  public static BufferedImage image(int width, int height, byte[] numbers) {
    BufferedImage image =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model());
    image.getRaster().setDataElements(0, 0, width, height, numbers);
    return image;
  }

  /** Whether all numbers but 0 are what these colours become in a grey image. */
  static boolean areGreys(Set<Integer> numbers) {
    return numbers.stream().allMatch(number -> number == 0 || GREYS.contains(number));
  }

  /** Of the classes of VOC and its void; some tools round, others cut off. */
  private static Set<Integer> greys() {
    Set<Integer> greys = new TreeSet<>();
    for (int number = 1; number < NUMBERS; number = number == 20 ? NUMBERS - 1 : number + 1) {
      int colour = colour(number);
      double grey = 0.299 * (colour >> 16) + 0.587 * (colour >> 8 & 0xFF) + 0.114 * (colour & 0xFF);
      greys.add((int) grey);
      greys.add((int) Math.rint(grey));
    }
    return Set.copyOf(greys);
  }
}
