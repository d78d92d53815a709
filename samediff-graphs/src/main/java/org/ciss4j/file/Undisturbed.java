// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Work on files that an interrupt of its thread neither breaks nor escapes. Java closes a channel
 * under a thread that is interrupted, which looks like a disk that fails; here the work is done
 * again from its start, and whoever comes next finds the thread interrupted.
 */
public final class Undisturbed {
  private Undisturbed() {}

  /** Does some work to its end; it may be done again, from its start. */
  public static <T> T call(Unchecked.Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.call();
        } catch (ClosedByInterruptException e) {
          interrupted = Thread.interrupted() || interrupted;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The same without a result. */
  public static void run(Unchecked.Task task) throws IOException {
    Object unused =
        call(
            () -> {
              task.run();
              return "done";
            });
  }
}
