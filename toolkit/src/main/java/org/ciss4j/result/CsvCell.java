// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

/** Text as one cell of a CSV file (RFC 4180). */
public final class CsvCell {
  private CsvCell() {}

  /** In quotes where the text has a comma, a quote or an end of line. */
  public static String of(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
