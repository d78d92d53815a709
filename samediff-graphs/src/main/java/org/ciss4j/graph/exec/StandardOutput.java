// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.exec;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Keeps standard output for results: SameDiff prints a line per op there while it differentiates.
 */
public final class StandardOutput {
  private StandardOutput() {}

  /** Runs an action; what its thread prints to standard output is dropped. */
  public static synchronized void withhold(Runnable action) {
    PrintStream standardOutput = System.out;
    OutputStream ofOthers = new WithoutThread(Thread.currentThread(), standardOutput);
    System.setOut(new PrintStream(ofOthers, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(standardOutput);
    }
  }

  /** Passes on what other threads print and drops what {@code muted} prints. */
  private static final class WithoutThread extends OutputStream {
    private final Thread muted;
    private final PrintStream target;

    WithoutThread(Thread muted, PrintStream target) {
      this.muted = muted;
      this.target = target;
    }

    @Override
    public void write(int b) {
      if (Thread.currentThread() != muted) {
        target.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int start, int length) {
      if (Thread.currentThread() != muted) {
        target.write(bytes, start, length);
      }
    }

    @Override
    public void flush() {
      target.flush();
    }
  }
}
