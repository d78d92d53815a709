// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * Labels as channels of a network whose first channel is the unknown (SSUL): 0 unknown, 1
 * background, k + 1 the k-th class, 255 left out. Unknown is what no label names and what stands
 * out all the same.
 */
public final class UnknownLabels {
  private UnknownLabels() {}

  /**
   * Puts labels in channels.
   *
   * @param labels 0 background or unknown, 1..C classes, 255 left out; changed
   * @param salient of the same pixels, above 0 where something stands out, as in PASCAL VOC; null
   *     if all that is not labelled is unknown, as in ADE20K
   */
  public static void put(int[] labels, int @Nullable [] salient) {
    for (int i = 0; i < labels.length; i++) {
      boolean unknown = labels[i] == LabelSpace.BACKGROUND && (salient == null || salient[i] > 0);
      if (!unknown && labels[i] != LabelSpace.VOID) {
        labels[i]++;
      }
    }
  }
}
