// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Keeps standard output for results: SameDiff prints a line per op there while it differentiates.
 */
final class StandardOutput {
  private StandardOutput() {}

  /** Runs an action; what it prints to standard output is dropped. */
  static synchronized void withhold(Runnable action) {
    PrintStream standardOutput = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(standardOutput);
    }
  }
}
