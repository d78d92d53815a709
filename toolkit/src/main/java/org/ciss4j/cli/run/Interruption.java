// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.run;

import org.jspecify.annotations.Nullable;

/** A command that ended early because of a signal. */
final class Interruption extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * Ends a command.
   *
   * @param message what the person should know
   * @param exitCode 128 and the number of the signal
   */
  Interruption(@Nullable String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
