// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;

/**
 * Files of words that a command line names as {@code @FILE}. Picocli, which reads them, takes the
 * name of one that is not there for a word, and has no answer to one that cannot be read.
 */
public final class ArgumentFiles {
  private static final String SIGN = "@";

  private ArgumentFiles() {}

  /**
   * Checks that all files that are named can be read.
   *
   * @throws CissException of kind usage that names the one that cannot
   */
  public static void require(String... words) {
    for (String word : words) {
      if (word.startsWith(SIGN) && word.length() > 1 && !word.startsWith(SIGN + SIGN)) {
        require(FileNames.path(word.substring(1)));
      }
    }
  }

  private static void require(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw CissException.usage(
          "file %s of options %s; name a file that has one in each line, or write @@%s if the word"
              + " itself begins with @",
          file,
          Files.isDirectory(file)
              ? "is a folder"
              : Files.exists(file) ? "cannot be read" : "does not exist",
          file);
    }
  }
}
