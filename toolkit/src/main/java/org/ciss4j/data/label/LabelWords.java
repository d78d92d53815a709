// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.label;

import java.util.Locale;
import java.util.Set;

/** What people and tools call that which is no class. */
public final class LabelWords {
  private static final Set<String> BACKGROUND = Set.of("background", "bg");
  private static final Set<String> VOID = Set.of("void", "ignore", "ignored");

  /** At number 0 these are as often the background. */
  private static final Set<String> UNLABELLED =
      Set.of("unlabeled", "unlabelled", "unlabel", "don't care", "dontcare", "dont care");

  /** What only a number beside all classes is called. */
  private static final Set<String> BORDER =
      Set.of("border", "boundary", "edge", "contour", "ambiguous", "unknown", "undefined", "none");

  /** What else number 0 is called where it is what belongs to no class. */
  private static final Set<String> REST =
      Set.of("other", "others", "rest", "remaining", "misc", "nothing", "clutter", "no class");

  private LabelWords() {}

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ').strip();
  }

  /** Whether a name says that it is the background. */
  public static boolean isBackground(String name) {
    return BACKGROUND.contains(plain(name));
  }

  /** Whether a name at this number says that it is void. */
  public static boolean isVoid(int number, String name) {
    return VOID.contains(plain(name)) || (number > 0 && UNLABELLED.contains(plain(name)));
  }

  /** Whether a name at number 0 says that it is what belongs to no class. */
  static boolean isRest(String name) {
    return isBackground(name)
        || REST.contains(plain(name))
        || UNLABELLED.contains(plain(name))
        || BORDER.contains(plain(name));
  }

  static boolean isVoidAt255(String name) {
    return isVoid(255, name) || BORDER.contains(plain(name)) || plain(name).startsWith("ignore ");
  }
}
