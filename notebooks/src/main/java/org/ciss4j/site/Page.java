// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A Markdown document and its place in the site.
 *
 * @param source below the root of the project
 * @param address below the root of the site, with slashes
 * @param document what it says
 * @param sections its headings in their order, the first one being the title
 */
record Page(Path source, String address, Node document, List<Section> sections) {
  /** Documents in the root of the project, and where they go. */
  private static final Map<String, String> OF_ROOT =
      Map.of(
          "README.md", "index.html",
          "CONTRIBUTING.md", "contributing.html",
          "CHANGELOG.md", "changelog.html");

  private static final Path DOCS = Path.of("toolkit", "docs");
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

  /** All documents of a project by their sources, the front page first. */
  static Map<Path, Page> all(Path root) throws IOException {
    List<Path> sources = new ArrayList<>();
    OF_ROOT.keySet().stream().sorted().forEach(name -> sources.add(Path.of(name)));
    sources.remove(Path.of("README.md"));
    sources.add(0, Path.of("README.md"));
    try (Stream<Path> files = Files.walk(root.resolve(DOCS))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .map(root::relativize)
          .sorted()
          .forEach(sources::add);
    }
    Map<Path, Page> pages = new LinkedHashMap<>();
    for (Path source : sources) {
      pages.put(source, of(source, Files.readString(root.resolve(source))));
    }
    return pages;
  }

  /** A page of a text that is written in Markdown. */
  static Page of(Path source, String markdown) {
    Node document = Parser.builder().extensions(EXTENSIONS).build().parse(markdown);
    return new Page(source, addressOf(source), document, Section.of(document));
  }

  private static String addressOf(Path source) {
    String ofRoot = OF_ROOT.get(source.toString());
    if (ofRoot != null) {
      return ofRoot;
    }
    Path place = source.startsWith(DOCS) ? DOCS.relativize(source) : source;
    return place
        .toString()
        .replace('\\', '/')
        .replaceFirst("README\\.md$", "index.html")
        .replaceFirst("\\.md$", ".html")
        .toLowerCase(Locale.ROOT);
  }

  String title() {
    return sections.get(0).title();
  }

  /** Whether a heading has this anchor. */
  boolean hasAnchor(String anchor) {
    return sections.stream().anyMatch(section -> section.anchor().equals(anchor));
  }

  /** From this page to an address of the site. */
  String to(String other) {
    Path here = Objects.requireNonNullElse(Path.of(address).getParent(), Path.of(""));
    return here.relativize(Path.of(other)).toString().replace('\\', '/');
  }

  /** The document as HTML, its headings with anchors. */
  String html() {
    AttributeProvider anchors =
        (node, tag, attributes) -> {
          if (node instanceof Heading) {
            sections.stream()
                .filter(section -> section.heading() == node)
                .forEach(section -> attributes.put("id", section.anchor()));
          }
        };
    return HtmlRenderer.builder()
        .extensions(EXTENSIONS)
        .attributeProviderFactory(context -> anchors)
        .build()
        .render(document);
  }
}
