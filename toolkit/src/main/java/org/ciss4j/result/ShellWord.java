// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

/** Words of command lines that are shown to be copied. */
public final class ShellWord {
  private ShellWord() {}

  /** A word as a POSIX shell wants it: in quotes if it has characters that mean something. */
  public static String quoted(String word) {
    return word.matches("[\\w./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
