// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.common;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names of files as paths. Java reads and writes the names of a file system in the charset of the
 * locale that it was started in; where that has none, no letter beyond ASCII can be in a name.
 */
public final class FileNames {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private FileNames() {}

  /**
   * The path of this text.
   *
   * @throws CissException of kind usage if this Java cannot have such a path
   */
  public static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw explained(e);
    }
  }

  /**
   * The path of this name in a folder.
   *
   * @throws CissException of kind usage if this Java cannot have such a path
   */
  public static Path within(Path folder, String name) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw explained(e);
    }
  }

  /** What a name that cannot be a path comes from, and what to do. */
  public static CissException explained(InvalidPathException e) {
    String charset = System.getProperty("sun.jnu.encoding", UTF_8);
    CissException error =
        charset.equals(UTF_8)
            ? CissException.usage(
                "'%s' cannot be the name of a file (%s); name another", e.getInput(), e.getReason())
            : CissException.usage(
                "the file name '%s' has letters that Java does not know in this locale, whose"
                    + " charset is %s; set the environment variable LC_ALL to C.UTF-8, or another"
                    + " locale with UTF-8, and start again",
                e.getInput(), charset);
    return error.withCause(e);
  }
}
