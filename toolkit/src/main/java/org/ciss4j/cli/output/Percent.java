// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.Locale;

/** Fractions as people read them. */
public final class Percent {
  private Percent() {}

  /** In percent with two digits; "-" for no value. */
  public static String of(double fraction) {
    return Double.isNaN(fraction) ? "-" : String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }
}
