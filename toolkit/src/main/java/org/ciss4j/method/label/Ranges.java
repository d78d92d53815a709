// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import org.ciss4j.common.CissException;

/** Checks hyper-parameters when a method is made, rather than when it first uses them. */
public final class Ranges {
  private Ranges() {}

  /**
   * Nothing if a hyper-parameter is a finite number above 0.
   *
   * @throws CissException of kind usage if it is not
   */
  public static void positive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw CissException.usage("expected a positive %s, got %s", name, value);
    }
  }

  /**
   * Nothing if a hyper-parameter is a finite number of at least 0.
   *
   * @throws CissException of kind usage if it is not
   */
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

  /**
   * Nothing if a hyper-parameter lies between 0 and 1, both left out.
   *
   * @throws CissException of kind usage if it does not
   */
  public static void probability(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw CissException.usage("expected %s between 0 and 1, got %s", name, value);
    }
  }
}
