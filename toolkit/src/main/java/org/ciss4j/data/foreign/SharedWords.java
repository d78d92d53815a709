// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.util.ArrayList;
import java.util.List;

/**
 * The longest row of words that the names of an image and of a mask share. Letters and digits are
 * words of their own, and no part of a word is shared: left and label have no l in common.
 *
 * @param image the name
 * @param imageStart where the words begin in it
 * @param mask the name
 * @param maskStart where they begin in that
 * @param length of the words; 0 if there are none, or the files lie in other folders
 */
record SharedWords(String image, int imageStart, String mask, int maskStart, int length) {

  static SharedWords of(String imagePath, String maskPath) {
    String image = name(imagePath);
    String mask = name(maskPath);
    SharedWords longest = new SharedWords(image, 0, mask, 0, 0);
    if (!folder(imagePath).equals(folder(maskPath))) {
      return longest;
    }
    for (int i : wordStarts(image)) {
      for (int j : wordStarts(mask)) {
        int length = shared(image, i, mask, j);
        if (length > longest.length) {
          longest = new SharedWords(image, i, mask, j, length);
        }
      }
    }
    return longest;
  }

  /** What stands around the words. */
  Affixes affixes() {
    return new Affixes(
        image.substring(0, imageStart),
        image.substring(imageStart + length),
        mask.substring(0, maskStart),
        mask.substring(maskStart + length));
  }

  private static int shared(String one, int i, String other, int j) {
    int whole = 0;
    int most = Math.min(one.length() - i, other.length() - j);
    for (int k = 0; k < most && one.charAt(i + k) == other.charAt(j + k); k++) {
      boolean inWord = kind(one.charAt(i + k)) != Kind.BETWEEN;
      if (inWord && isEnd(one, i + k + 1) && isEnd(other, j + k + 1)) {
        whole = k + 1;
      }
    }
    return whole;
  }

  private static List<Integer> wordStarts(String name) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < name.length(); i++) {
      if (kind(name.charAt(i)) != Kind.BETWEEN && (i == 0 || isEnd(name, i))) {
        starts.add(i);
      }
    }
    return starts;
  }

  /** Whether a word ends before a place. */
  private static boolean isEnd(String name, int place) {
    return place == name.length() || kind(name.charAt(place - 1)) != kind(name.charAt(place));
  }

  private enum Kind {
    LETTER,
    DIGIT,
    BETWEEN
  }

  private static Kind kind(char letter) {
    if (Character.isDigit(letter)) {
      return Kind.DIGIT;
    }
    return Character.isLetter(letter) ? Kind.LETTER : Kind.BETWEEN;
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
