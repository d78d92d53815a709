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

  /** Work that may be done again. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it from its start. */
    T call() throws IOException;
  }

  /** Work without a result that may be done again. */
  @FunctionalInterface
  public interface Task {
    /** Does it from its start. */
    void run() throws IOException;
  }

  /** Does some work to its end. */
  public static <T> T call(Work<T> work) throws IOException {
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

  /** Does some work to its end. */
  public static void run(Task task) throws IOException {
    Object unused =
        call(
            () -> {
              task.run();
              return "done";
            });
  }
}
