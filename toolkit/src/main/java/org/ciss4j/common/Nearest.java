// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.common;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody may have meant by a name that there is not. */
public final class Nearest {
  private Nearest() {}

  /**
   * The name that takes the fewest letters to be inserted, removed or replaced (Levenshtein).
   *
   * @param names at least one
   */
  public static String of(String name, Collection<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(other -> distance(name, other)))
        .orElseThrow();
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int before = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = before + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        before = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
