// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.metric;

import org.ciss4j.scenario.LabelSpace;

/** How well one image is labelled. */
public final class ImageIou {
  private ImageIou() {}

  /**
   * Mean IoU of the classes that the truth or the prediction shows, pixels apart whose truth is
   * void. A class that is predicted where there is none of it counts as 0; void that is predicted
   * is wrong, and no class.
   *
   * @param truth data set ids as unsigned bytes
   * @param prediction the same, of as many pixels
   * @return 0 to 1; NaN if all of the truth is void
   */
  public static double of(byte[] truth, byte[] prediction) {
    if (truth.length != prediction.length) {
      throw new IllegalArgumentException(
          "expected " + truth.length + " predicted labels, got " + prediction.length);
    }
    long[] both = new long[LabelSpace.VOID + 1];
    long[] either = new long[LabelSpace.VOID + 1];
    for (int i = 0; i < truth.length; i++) {
      int right = Byte.toUnsignedInt(truth[i]);
      int said = Byte.toUnsignedInt(prediction[i]);
      if (right != LabelSpace.VOID) {
        either[right]++;
        if (right == said) {
          both[right]++;
        } else if (said != LabelSpace.VOID) {
          either[said]++;
        }
      }
    }
    double sum = 0;
    int classes = 0;
    for (int id = 0; id < either.length; id++) {
      if (either[id] > 0) {
        sum += (double) both[id] / either[id];
        classes++;
      }
    }
    return sum / classes;
  }
}
