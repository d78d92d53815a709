// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a list of images, with slashes between folders.
 *
 * @param line its number in the file, from 1
 * @param image the id or path of the image
 * @param mask the path of its mask, which many lists have as a second column; null for none
 */
record ListedImage(int line, String image, @Nullable String mask) {
  private static final String PATH = "\\S.*?\\.(?:" + Folders.ENDINGS_PATTERN + ")";
  private static final Pattern COLUMNS =
      Pattern.compile(
          "[\"']?(" + PATH + ")[\"']?(?:\\s*[,;|]\\s*|\\s+)[\"']?(" + PATH + ")[\"']?",
          Pattern.CASE_INSENSITIVE);

  /** A line that is neither blank nor a remark. */
  static ListedImage of(int line, String text) {
    Matcher columns = COLUMNS.matcher(text);
    return columns.matches()
        ? new ListedImage(line, path(columns.group(1)), path(columns.group(2)))
        : new ListedImage(line, path(text), null);
  }

  /** Without folders that lead nowhere: {@code .\a/./b} is {@code a/b}. */
  private static String path(String text) {
    String path = text.replace('\\', '/').replaceAll("/{2,}", "/");
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    return path.replace("/./", "/");
  }

  /** Whether it begins at the root of a file system, of which each machine has its own. */
  boolean isAbsolute() {
    return image.startsWith("/") || image.matches("[A-Za-z]:/.*");
  }

  /**
   * The name of the image without folders and ending, as where all lie in one folder; columns that
   * are no paths are left out.
   */
  String name() {
    String first = image.split("\\s+", 2)[0];
    boolean isPath = mask != null || !(first.contains("/") || Folders.hasEnding(first));
    String path = isPath ? image : first;
    return Folders.withoutEnding(path.substring(path.lastIndexOf('/') + 1));
  }
}
