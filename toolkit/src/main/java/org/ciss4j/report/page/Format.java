// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.page;

import java.util.Locale;

/** Numbers and text as reports print them, in any locale. */
public final class Format {
  /** What stands where there is no value. */
  public static final String UNDEFINED = "-";

  /** What stands for the score of a class without a pixel of truth. */
  public static final String ABSENT = "n/a";

  private Format() {}

  /** As {@link String#format(Locale, String, Object...)} with the neutral locale. */
  public static String text(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }
}
