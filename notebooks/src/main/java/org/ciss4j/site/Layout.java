// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.site;

import java.util.Locale;

/** The frame of all pages. */
final class Layout {
  private static final String FRAME =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>%2$s</title>
      <link rel="icon" href="data:,">
      <link rel="stylesheet" href="%1$ssite.css">
      <script defer src="%1$ssearch-index.js"></script>
      <script defer src="%1$ssite.js"></script>
      </head>
      <body data-root="%1$s">
      <a class="skip" href="#main">To the text</a>
      <header>
      <a class="home" href="%1$sindex.html">ciss4j</a>
      <input id="query" type="search" placeholder="Search" aria-label="Search" autocomplete="off">
      <input id="menu" type="checkbox"><label for="menu">Pages</label>
      </header>
      <ol id="results" aria-live="polite" hidden></ol>
      <nav aria-label="Pages">
      %3$s</nav>
      <main id="main">
      %4$s</main>
      </body>
      </html>
      """;

  private Layout() {}

  /**
   * A whole page.
   *
   * @param root from the page to the root of the site: empty or ending in a slash
   * @param lists of pages, as HTML
   * @param body as HTML
   */
  static String page(String root, String title, String lists, String body) {
    String full = title.equals("ciss4j") ? title : title + " - ciss4j";
    return String.format(Locale.ROOT, FRAME, root, full, lists, body);
  }
}
