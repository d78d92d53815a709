// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The beginning of a file that grows by lines. */
public final class FirstLines {
  private FirstLines() {}

  /** So many lines as they stand in a file; empty if it has fewer. */
  public static Optional<byte[]> of(Path file, long count) {
    try {
      byte[] bytes = Patience.read(() -> Files.readAllBytes(file));
      int end = end(bytes, count);
      return end < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(bytes, end));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where so many lines end; -1 if there are fewer. */
  private static int end(byte[] text, long lines) {
    long left = lines;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n' && --left == 0) {
        return i + 1;
      }
    }
    return -1;
  }
}
