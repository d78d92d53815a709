// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.metric;

import java.util.Locale;

/** Fractions as people read them: in percent with two digits, or "-" for no value. */
public final class Percent {
  private Percent() {}

  /** A share or a score. */
  public static String of(double fraction) {
    return text("%.2f", fraction);
  }

  /** A difference of two, with its sign. */
  public static String points(double difference) {
    return text("%+.2f", difference);
  }

  private static String text(String format, double fraction) {
    return Double.isNaN(fraction) ? "-" : String.format(Locale.ROOT, format, 100 * fraction);
  }
}
