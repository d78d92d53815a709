// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Objects;

/** Why a file could not be read or written. The system's own messages are often a path alone. */
public final class FileTrouble {
  private FileTrouble() {}

  /** The reason in words, to stand behind the name of the file. */
  public static String reason(Exception e) {
    if (e instanceof UncheckedIOException unchecked) {
      IOException cause = unchecked.getCause();
      return reason(Objects.requireNonNull(cause));
    }
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "its permissions forbid it";
    }
    if (e instanceof NotDirectoryException) {
      return "it is no folder";
    }
    if (e instanceof FileSystemLoopException loop) {
      return loop.getFile()
          + " leads by a link back to a folder in which it lies; remove that link";
    }
    if (e instanceof FileSystemException problem) {
      return Objects.requireNonNullElse(problem.getReason(), kind(e));
    }
    return Objects.requireNonNullElse(e.getMessage(), kind(e));
  }

  /** The kind of an error as words, such as "directory not empty". */
  private static String kind(Exception e) {
    return e.getClass()
        .getSimpleName()
        .replaceFirst("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
