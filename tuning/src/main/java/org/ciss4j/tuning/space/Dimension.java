// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.space;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import org.ciss4j.common.CissException;

/** One thing that is searched, and the values it may take; {@code toString} is the text of it. */
public sealed interface Dimension {
  /** What it is called, such as {@code kd}. */
  String name();

  /** Whether all its values are numbers. */
  boolean numeric();

  /** How many values it has; infinite where numbers need not be whole. */
  double size();

  /**
   * A dimension of a text: {@code kd=1..20 log}, {@code kd=1..20} or {@code posWeight=1,2,4}.
   *
   * @throws CissException of kind usage if the text says something else
   */
  static Dimension parse(String text) {
    return DimensionText.parse(text);
  }

  /** How the numbers of a range are spread. */
  enum Scale {
    /** Evenly. */
    LINEAR,
    /** Evenly in their logarithms. */
    LOG
  }

  /**
   * All numbers between two, these among them.
   *
   * @param name what it is called
   * @param low the least
   * @param high the greatest
   * @param scale how they are spread
   * @param whole whether whole numbers alone count
   */
  record Range(String name, double low, double high, Scale scale, boolean whole)
      implements Dimension {
    private static final int DIGITS = 4;

    /**
     * Checks the bounds.
     *
     * @throws CissException of kind usage if the range is empty or reversed, a bound is not finite,
     *     a logarithm is asked of what has none, or bounds of whole numbers are not whole
     */
    public Range {
      if (!(low < high) || !Double.isFinite(low) || !Double.isFinite(high)) {
        throw CissException.usage(
            "%s needs a range from a lower to a higher number, such as %s=1..20, not %s..%s",
            name, name, DimensionText.number(low), DimensionText.number(high));
      }
      if (scale == Scale.LOG && low <= 0) {
        throw CissException.usage(
            "%s cannot be spread by its logarithm from %s on; begin above 0, or leave out log",
            name, DimensionText.number(low));
      }
      if (whole && (low != Math.rint(low) || high != Math.rint(high))) {
        throw CissException.usage(
            "%s is a whole number, so its range needs whole bounds, not %s..%s",
            name, DimensionText.number(low), DimensionText.number(high));
      }
    }

    @Override
    public boolean numeric() {
      return true;
    }

    @Override
    public double size() {
      return whole ? high - low + 1 : Double.POSITIVE_INFINITY;
    }

    /** The same for whole numbers alone. */
    public Range asWhole() {
      return new Range(name, low, high, scale, true);
    }

    /**
     * A number of the range as text that is short enough to be typed: rounded to four digits of the
     * range's width or, where numbers are spread by their logarithms, of itself if that is finer.
     */
    public String text(double value) {
      if (whole) {
        return Long.toString(Math.round(value));
      }
      double finest = scale == Scale.LOG ? Math.min(value, high - low) : high - low;
      int decimals = DIGITS - 1 - (int) Math.floor(Math.log10(finest));
      BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
      return DimensionText.number(Math.min(high, Math.max(low, rounded.doubleValue())));
    }

    @Override
    public String toString() {
      return name
          + "="
          + DimensionText.number(low)
          + ".."
          + DimensionText.number(high)
          + (scale == Scale.LOG ? " log" : "");
    }
  }

  /**
   * One of some values.
   *
   * @param name what it is called
   * @param values as text: numbers, true and false, or words
   */
  record Choice(String name, List<String> values) implements Dimension {
    /**
     * Copies the values.
     *
     * @throws CissException of kind usage if one is empty or named twice
     */
    public Choice {
      values = List.copyOf(values);
      if (values.isEmpty() || values.stream().anyMatch(String::isBlank)) {
        throw CissException.usage(
            "%s needs values with commas between them, such as %s=1,2,4, not \"%s\"",
            name, name, String.join(",", values));
      }
      if (new HashSet<>(values).size() < values.size()) {
        throw CissException.usage("%s names a value twice: %s", name, String.join(",", values));
      }
    }

    @Override
    public boolean numeric() {
      return values.stream().allMatch(DimensionText::isNumber);
    }

    @Override
    public double size() {
      return values.size();
    }

    @Override
    public String toString() {
      return name + "=" + String.join(",", values);
    }
  }
}
