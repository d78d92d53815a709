// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.util.Locale;

/** Fractions as people read them. */
final class Percent {
  private Percent() {}

  /** In percent with two digits; "-" for no value. */
  static String of(double fraction) {
    return Double.isNaN(fraction) ? "-" : String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }
}
