// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import org.ciss4j.common.CissException;

/** Checks hyper-parameters when a method is made, rather than when it first uses them. */
public final class Ranges {
  private Ranges() {}

  public static void positive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw CissException.usage("expected a positive %s, got %s", name, value);
    }
  }

  public static void atLeastZero(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw CissException.usage("expected %s of at least 0, got %s", name, value);
    }
  }

  /** As {@link #probability} with both ends. */
  static void fraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw CissException.usage("expected %s from 0 to 1, got %s", name, value);
    }
  }

  public static void probability(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw CissException.usage("expected %s between 0 and 1, got %s", name, value);
    }
  }
}
