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

  /** A fraction in percent with two decimals, or "-" for NaN. */
  public static String percent(double fraction) {
    return Double.isNaN(fraction) ? UNDEFINED : text("%.2f", 100 * fraction);
  }

  /** A difference of fractions in percentage points with its sign, or "-" for NaN. */
  public static String points(double difference) {
    return Double.isNaN(difference) ? UNDEFINED : text("%+.2f", 100 * difference);
  }

  /** As {@link String#format(Locale, String, Object...)} with the neutral locale. */
  public static String text(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }
}
