// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.math.BigDecimal;

/** A number as people write rates: 0.0001 rather than 1.0E-4. */
public final class PlainNumber {
  private PlainNumber() {}

  /** Without an exponent, or zeros at the end. */
  public static String of(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
