// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A mask as COCO packs it: how many pixels, down the columns, are outside and inside in turn.
 *
 * @param width of the mask, in pixels
 * @param height of the mask, in pixels
 * @param counts pixels outside, inside, outside, and so on
 */
record RunLengths(int width, int height, int[] counts) {
  private static final int DIGIT = 5;
  private static final int MORE = 0x20;
  private static final int SIGN = 0x10;
  private static final int FIRST_CHARACTER = 48;

  /**
   * Reads {@code {"size": [height, width], "counts": …}}, the counts as numbers or as text.
   *
   * @throws IOException that says what is wrong with it
   */
  static RunLengths of(JsonNode node) throws IOException {
    JsonNode size = node.path("size");
    JsonNode counts = node.path("counts");
    if (size.size() != 2 || !(counts.isTextual() || counts.isArray())) {
      throw new IOException("a run-length code has no size of two numbers, or no counts");
    }
    int[] lengths = counts.isTextual() ? unpacked(counts.textValue()) : numbers(counts);
    RunLengths code = new RunLengths(size.get(1).asInt(), size.get(0).asInt(), lengths);
    code.requireWhole();
    return code;
  }

  private static int[] numbers(JsonNode counts) throws IOException {
    int[] numbers = new int[counts.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!counts.get(i).canConvertToExactIntegral() || !counts.get(i).canConvertToInt()) {
        throw new IOException("a run-length code has the length " + counts.get(i));
      }
      numbers[i] = counts.get(i).intValue();
    }
    return numbers;
  }

  /**
   * Five bits a character from the lowest on, a sixth for "more follow"; from the fourth number on
   * what is written is the difference to the number two before.
   */
  private static int[] unpacked(String text) throws IOException {
    int[] numbers = new int[text.length()];
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      int number = 0;
      int shift = 0;
      int bits;
      do {
        if (at == text.length() || shift > Integer.SIZE) {
          throw new IOException("a run-length code is cut short");
        }
        bits = text.charAt(at++) - FIRST_CHARACTER;
        number |= (bits & (MORE - 1)) << shift;
        shift += DIGIT;
      } while ((bits & MORE) != 0);
      if ((bits & SIGN) != 0 && shift < Integer.SIZE) {
        number |= -1 << shift;
      }
      numbers[count] = count > 2 ? number + numbers[count - 2] : number;
      count++;
    }
    return java.util.Arrays.copyOf(numbers, count);
  }

  private void requireWhole() throws IOException {
    long sum = 0;
    for (int count : counts) {
      if (count < 0) {
        throw new IOException("a run-length code has a negative length");
      }
      sum += count;
    }
    if (width <= 0 || height <= 0 || sum != (long) width * height) {
      throw new IOException(
          "a run-length code covers " + sum + " pixels, but is for " + width + "x" + height);
    }
  }

  /** Paints what is inside. */
  void paint(Canvas canvas, int label) {
    int place = 0;
    boolean inside = false;
    for (int count : counts) {
      for (int end = place + count; place < end; place++) {
        if (inside) {
          canvas.row(place % height, place / height, place / height, label);
        }
      }
      inside = !inside;
    }
  }

  /** Why it does not fit on a canvas; null if it does. */
  @Nullable String misfit(Canvas canvas) {
    return width == canvas.width() && height == canvas.height()
        ? null
        : width + "x" + height + ", but the image " + canvas.width() + "x" + canvas.height();
  }
}
