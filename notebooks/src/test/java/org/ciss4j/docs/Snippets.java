// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The code in the documents of this project: README, what it links to, and how to contribute. */
final class Snippets {
  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern EXPRESSION =
      Pattern.compile("`((?:Ciss|ciss|WeightsFile)\\.[^`]*\\))`");

  private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");

  private Snippets() {}

  /** All documents, below the root of the project. */
  static List<String> documents() throws IOException {
    try (Stream<Path> pages = Files.walk(root().resolve("toolkit/docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md"),
              pages
                  .filter(page -> page.toString().endsWith(".md"))
                  .map(page -> root().relativize(page).toString().replace('\\', '/'))
                  .sorted())
          .toList();
    }
  }

  /** The root of the project. */
  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("README.md")) ? here : here.getParent();
  }

  static String text(String document) throws IOException {
    return Files.readString(root().resolve(document));
  }

  /** The fenced blocks of a language in all documents. */
  static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    for (String document : documents()) {
      blocks.addAll(blocks(language, document));
    }
    return blocks;
  }

  /** The fenced blocks of a language; those of none have the empty name. */
  static List<String> blocks(String language, String document) throws IOException {
    return FENCE
        .matcher(text(document))
        .results()
        .filter(match -> match.group(1).equals(language))
        .map(match -> match.group(2))
        .toList();
  }

  /** The languages of all blocks. */
  static Set<String> languages() throws IOException {
    Set<String> languages = new TreeSet<>();
    for (String document : documents()) {
      FENCE.matcher(text(document)).results().forEach(match -> languages.add(match.group(1)));
    }
    return languages;
  }

  /** Code in running text. */
  static List<String> inline(String document) throws IOException {
    String prose = FENCE.matcher(text(document)).replaceAll("");
    return INLINE.matcher(prose).results().map(match -> match.group(1)).toList();
  }

  /** Calls in running text of all documents. */
  static List<String> expressions() throws IOException {
    List<String> calls = new ArrayList<>();
    for (String document : documents()) {
      Matcher matcher = EXPRESSION.matcher(text(document));
      matcher.results().forEach(match -> calls.add(match.group(1)));
    }
    return calls;
  }
}
