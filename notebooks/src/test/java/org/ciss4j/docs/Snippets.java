// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The code in the documents of this project. */
final class Snippets {
  private static final Pattern FENCE = Pattern.compile("(?ms)^```(java|kotlin)\\n(.*?)^```$");
  private static final Pattern EXPRESSION =
      Pattern.compile("`((?:Ciss|ciss|WeightsFile)\\.[^`]*\\))`");

  private Snippets() {}

  /** The root of the project. */
  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("README.md")) ? here : here.getParent();
  }

  static String text(String document) throws IOException {
    return Files.readString(root().resolve(document));
  }

  /** The fenced blocks of a language. */
  static List<String> blocks(String language, String document) throws IOException {
    return FENCE
        .matcher(text(document))
        .results()
        .filter(match -> match.group(1).equals(language))
        .map(match -> match.group(2))
        .toList();
  }

  /** Calls in running text. */
  static List<String> expressions(String document) throws IOException {
    Matcher matcher = EXPRESSION.matcher(text(document));
    return matcher.results().map(match -> match.group(1)).toList();
  }
}
