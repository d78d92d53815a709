// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.file;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Work on files of which nobody who asks for it could do without: what fails is unchecked. */
public final class Unchecked {
  private Unchecked() {}

  /** Work with a result. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T call() throws IOException;
  }

  /** Work without a result. */
  @FunctionalInterface
  public interface Task {
    /** Does it. */
    void run() throws IOException;
  }

  /**
   * Does some work.
   *
   * @throws UncheckedIOException if it fails
   */
  public static <T> T call(Work<T> work) {
    try {
      return work.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Does some work.
   *
   * @throws UncheckedIOException if it fails
   */
  public static void run(Task task) {
    try {
      task.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
