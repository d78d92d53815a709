// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.option;

/**
 * What the factors of a network's convolutions are rounded to and, in backbones that ask for it
 * ({@code Layers.rounded}) and whose normalisations are frozen, the maps between them. Sums, and
 * all else (parameters, statistics of normalisations, classifiers, losses, the optimiser), are
 * 32-bit floats always.
 */
public enum Precision {
  /** 32-bit floats. */
  FLOAT32(0, "float32"),

  /**
   * bfloat16, the upper half of a 32-bit float: the same range with 8 significant bits, which some
   * CPUs multiply twice as fast.
   */
  BFLOAT16(1, "bf16");

  private final int code;
  private final String label;

  Precision(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** As it is called on the command line and in reports: {@code float32}, {@code bf16}. */
  public String label() {
    return label;
  }

  /** As integer argument of an op. */
  int code() {
    return code;
  }

  /** The precision of a {@link #code}. */
  static Precision of(int code) {
    return switch (code) {
      case 0 -> FLOAT32;
      case 1 -> BFLOAT16;
      default -> throw new IllegalStateException("unknown precision " + code);
    };
  }
}
