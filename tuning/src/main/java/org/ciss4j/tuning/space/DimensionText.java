// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.space;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ciss4j.common.CissException;
import org.jspecify.annotations.Nullable;

/** How dimensions are written. */
final class DimensionText {
  private static final Pattern DIMENSION = Pattern.compile("([A-Za-z][\\w-]*)\\s*=(.*)");
  private static final Pattern RANGE = Pattern.compile("(.*?)\\.\\.\\s*(\\S*)(?:\\s+(\\S.*))?");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  private DimensionText() {}

  static Dimension parse(String text) {
    Matcher matcher = DIMENSION.matcher(text.strip());
    if (!matcher.matches()) {
      throw CissException.usage(
          "expected a name and values, such as \"kd=1..20 log\" or posWeight=1,2,4, got \"%s\"",
          text);
    }
    String name = matcher.group(1);
    String values = matcher.group(2).strip();
    Matcher range = RANGE.matcher(values);
    if (range.matches()) {
      return new Dimension.Range(
          name,
          number(name, range.group(1)),
          number(name, range.group(2)),
          scale(name, range.group(3)),
          false);
    }
    return new Dimension.Choice(name, List.of(values.split("\\s*,\\s*", -1)));
  }

  private static double number(String name, String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw CissException.usage(
              "a range of %s needs a number on both sides of .., such as %s=1..20, not \"%s\"",
              name, name, text)
          .withCause(e);
    }
  }

  private static Dimension.Scale scale(String name, @Nullable String word) {
    if (word == null) {
      return Dimension.Scale.LINEAR;
    }
    if (!word.strip().equals("log")) {
      throw CissException.usage(
          "behind the range of %s may stand log or nothing, not \"%s\"", name, word);
    }
    return Dimension.Scale.LOG;
  }

  static boolean isNumber(String text) {
    return NUMBER.matcher(text.strip()).matches();
  }

  /** A number without exponent and without needless zeros. */
  static String number(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }
}
