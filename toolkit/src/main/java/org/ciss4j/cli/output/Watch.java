// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.function.Function;
import org.ciss4j.train.RunListener;

/** Shows the progress of long work, and says a last word if it is interrupted. */
public final class Watch {
  private Watch() {}

  /**
   * Does the work.
   *
   * @param lastWord what the person should know who interrupts it
   */
  public static <T> T run(Console console, String lastWord, Function<RunListener, T> work) {
    ProgressLine line = new ProgressLine(console.err(), console.terminal(), System::nanoTime);
    Thread hook =
        new Thread(
            () -> {
              line.clear();
              console.error("interrupted; " + lastWord);
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.apply(
          console.quiet() ? RunListener.none() : new RunProgress(line, System::nanoTime));
    } finally {
      line.clear();
      forget(hook);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // The JVM is ending already; the hook has its say.
    }
  }
}
