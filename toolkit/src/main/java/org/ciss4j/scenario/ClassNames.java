// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import java.util.List;
import java.util.Locale;

/** Names of classes on one line of a table. */
public final class ClassNames {
  private static final int SHOWN = 6;

  private ClassNames() {}

  /**
   * All of these names, or of more than six the first two, the last and how many they are: {@code
   * wall, building, ... blind (100)}.
   */
  public static String line(List<String> names) {
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : String.format(
            Locale.ROOT,
            "%s, %s, ... %s (%d)",
            names.get(0),
            names.get(1),
            names.get(names.size() - 1),
            names.size());
  }
}
