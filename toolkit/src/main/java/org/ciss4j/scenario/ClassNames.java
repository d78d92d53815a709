// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.ciss4j.common.CissException;

/** Names of classes: on one line of a table, and whether two are the same. */
public final class ClassNames {
  private static final int SHOWN = 6;

  private ClassNames() {}

  /**
   * Looks whether a name is among others, letter by letter.
   *
   * @param known names that it may be
   * @param knower who knows these, such as {@code the model}, for the message
   * @param place where the name stands
   * @throws CissException of kind usage if it is none of them, but would be if capitals, spaces,
   *     hyphens and underscores did not count: that is a slip rather than another class
   */
  public static boolean isKnown(
      String name, Collection<String> known, Object knower, Object place) {
    if (known.contains(name)) {
      return true;
    }
    known.stream()
        .filter(other -> plain(other).equals(plain(name)))
        .findFirst()
        .ifPresent(
            other -> {
              throw CissException.usage(
                  "%s names a class \"%s\", and %s knows one \"%s\", which differs in capitals or"
                      + " spaces alone; write it as that does, or give it another name",
                  place, name, knower, other);
            });
    return false;
  }

  private static String plain(String name) {
    return name.replaceAll("[\\s_\\u00a0\\-]+", "").toLowerCase(Locale.ROOT);
  }

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
