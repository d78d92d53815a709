// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

/** Text from files, made fit for messages: it may be long, span lines or steer a terminal. */
public final class Printable {
  private static final int LONGEST_NAME = 80;

  private Printable() {}

  /** The text without characters that end a line or do not show. */
  static String line(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
  }

  /** A name in quotes, shortened. */
  public static String name(String name) {
    String shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
    return "'" + line(shown) + "'";
  }
}
