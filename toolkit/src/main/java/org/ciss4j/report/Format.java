// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.util.Locale;

/** Numbers and text as reports print them, in any locale. */
final class Format {
  /** What stands where there is no value. */
  static final String UNDEFINED = "-";

  private Format() {}

  /** A fraction in percent with two decimals, or "-" for NaN. */
  static String percent(double fraction) {
    return Double.isNaN(fraction) ? UNDEFINED : text("%.2f", 100 * fraction);
  }

  /** A difference of fractions in percentage points with its sign, or "-" for NaN. */
  static String points(double difference) {
    return Double.isNaN(difference) ? UNDEFINED : text("%+.2f", 100 * difference);
  }

  /** As {@link String#format(Locale, String, Object...)} with the neutral locale. */
  static String text(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }
}
