// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.ciss4j.scenario.CissException;

/** What to say of a file that does not come into memory. */
public final class Unreadable {
  private Unreadable() {}

  /**
   * A file that the system does not give out. Its own messages are often no more than the path.
   *
   * @param what image, mask or list, for the message
   */
  public static CissException file(String what, Path path, IOException e) {
    String reason = reason(e);
    return CissException.failure("%s %s cannot be read: %s", what, path, reason).withCause(e);
  }

  /** Why a file could not be read or written, in words. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "its permissions forbid it";
    }
    if (e instanceof FileSystemLoopException loop) {
      return loop.getFile()
          + " leads by a link back to a folder in which it lies; remove that link";
    }
    if (e instanceof FileSystemException problem) {
      return Objects.requireNonNullElse(problem.getReason(), words(e));
    }
    return Objects.requireNonNullElse(e.getMessage(), words(e));
  }

  /** The kind of an error whose message is a path alone, as words: not directory. */
  private static String words(IOException e) {
    return e.getClass()
        .getSimpleName()
        .replaceFirst("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** A picture that does not fit into the memory that there is. */
  public static CissException tooLarge(String what, Path path, ImageSize size, OutOfMemoryError e) {
    return CissException.failure(
            "%s %s is %s, too large for the memory that there is (%s); scale it down, or give more"
                + " heap: CISS_JAVA_OPTS=-Xmx8g",
            what, path, size, e.getMessage())
        .withCause(e);
  }
}
