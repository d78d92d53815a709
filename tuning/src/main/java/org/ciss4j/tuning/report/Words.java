// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ciss4j.tuning.Trial;

/** Numbers and text as the report prints them, in any locale. */
public final class Words {
  private static final MathContext DIGITS = new MathContext(4);

  private Words() {}

  static String text(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }

  /** A number of four digits at most. */
  static String number(double value) {
    BigDecimal rounded = new BigDecimal(value, DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** How a trial ended. */
  static String outcome(Trial trial) {
    return switch (trial.outcome()) {
      case FINISHED -> "finished";
      case HOPELESS -> "given up";
      case FAILED -> "failed";
      case BROKEN_OFF -> "broken off";
    };
  }

  /** The values of a trial in a line. */
  static String values(Trial trial) {
    return trial.values().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
