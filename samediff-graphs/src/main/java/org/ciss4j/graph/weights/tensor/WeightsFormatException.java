// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.nio.file.Path;

/**
 * A weights file that is not what its format asks for: damaged, cut short, or of another kind.
 *
 * <p>The message is one line: the file, what was expected, what was found, and what to do.
 */
public final class WeightsFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;

  /** A broken expectation about a file; the texts may hold anything, they are made fit to print. */
  public WeightsFormatException(Path file, String expected, String found, String advice) {
    super(Printable.line(file + ": expected " + expected + ", found " + found + "; " + advice));
    this.file = file;
  }

  /** The file that is not as it should be. */
  public Path file() {
    return file;
  }
}
