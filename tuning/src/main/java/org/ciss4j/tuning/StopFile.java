// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ciss4j.file.Unchecked;

/**
 * Asks workers in other processes to save their trials and end: it is there, or it is not.
 *
 * @param file in the folder of the study
 */
record StopFile(Path file) {
  void ask() {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAsked() {
    return Files.exists(file);
  }

  void clear() {
    Unchecked.run(() -> Files.deleteIfExists(file));
  }
}
