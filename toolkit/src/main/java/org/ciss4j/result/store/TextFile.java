// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ciss4j.file.AtomicFile;

/** Text files that appear whole or not at all, in folders that one process writes at a time. */
public final class TextFile {
  /** How names of files end that are being written. */
  public static final String UNFINISHED = AtomicFile.UNFINISHED;

  private TextFile() {}

  /**
   * Writes a file. What a process that was killed left of it is removed.
   *
   * @throws UncheckedIOException that names the file, which is as it was
   */
  public static void write(Path file, String text) {
    Path target = file.toAbsolutePath();
    try {
      Files.deleteIfExists(target.resolveSibling(target.getFileName() + UNFINISHED));
      AtomicFile.write(target, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
