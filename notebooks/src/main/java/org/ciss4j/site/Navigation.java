// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/**
 * What stands around every page: the list of all pages, which is that of the front page, and the
 * search.
 */
final class Navigation {
  /** The heading of the front page below which pages are listed, group by group. */
  private static final String LISTED = "Documentation";

  private static final Path FRONT = Path.of("README.md");
  private static final Path DECISIONS = Path.of("toolkit", "docs", "adr", "README.md");

  /** Names of pages by address, by the name of their group. */
  private final Map<String, Map<String, String>> groups;

  private final Map<String, String> titles;

  private Navigation(Map<String, Map<String, String>> groups, Map<String, String> titles) {
    this.groups = groups;
    this.titles = titles;
  }

  /**
   * The navigation of a site.
   *
   * @param api whether there is a Javadoc
   * @throws IllegalStateException if the front page does not list a page
   */
  static Navigation of(Map<Path, Page> pages, boolean api) {
    Map<String, Map<String, String>> groups = listed(pages);
    Map<String, String> more = new LinkedHashMap<>();
    more.put(Commands.ADDRESS, "Commands");
    if (api) {
      more.put(Javadoc.FOLDER + "/index.html", "Javadoc");
    }
    more.put("contributing.html", "Contributing");
    more.put("changelog.html", "Changelog");
    groups.put("More", more);
    Map<String, String> titles = new LinkedHashMap<>();
    pages.values().forEach(page -> titles.put(page.address(), page.title()));
    titles.put(Commands.ADDRESS, "Commands");
    requireComplete(pages, groups);
    return new Navigation(groups, titles);
  }

  private static Map<String, Map<String, String>> listed(Map<Path, Page> pages) {
    Map<String, Map<String, String>> groups = new LinkedHashMap<>();
    Node node =
        Objects.requireNonNull(pages.get(FRONT)).sections().stream()
            .filter(section -> section.title().equals(LISTED))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(FRONT + " has no heading " + LISTED))
            .heading()
            .getNext();
    Map<String, String> group = new LinkedHashMap<>();
    for (;
        node != null && !(node instanceof Heading it && it.getLevel() <= 2);
        node = node.getNext()) {
      if (node instanceof Heading heading) {
        group = new LinkedHashMap<>();
        groups.put(((Text) heading.getFirstChild()).getLiteral(), group);
      } else {
        links(node, pages, group);
      }
    }
    return groups;
  }

  private static void links(Node node, Map<Path, Page> pages, Map<String, String> group) {
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            Page page = pages.get(Path.of(link.getDestination()));
            if (page != null && link.getFirstChild() instanceof Text name) {
              group.put(page.address(), name.getLiteral());
            }
          }
        });
  }

  private static void requireComplete(
      Map<Path, Page> pages, Map<String, Map<String, String>> groups) {
    Set<String> missing = new TreeSet<>();
    for (Page page : pages.values()) {
      boolean decision =
          page.source().startsWith(Objects.requireNonNull(DECISIONS.getParent()))
              && !page.source().equals(DECISIONS);
      boolean listed =
          groups.values().stream().anyMatch(group -> group.containsKey(page.address()));
      if (!listed && !decision && !page.source().equals(FRONT)) {
        missing.add(page.source().toString());
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          FRONT + " lists no page " + String.join(", ", missing) + " below " + LISTED);
    }
  }

  /** A whole page around its body. */
  String around(String address, String body) {
    String root = "../".repeat((int) address.chars().filter(letter -> letter == '/').count());
    List<String> lists = new ArrayList<>();
    for (Entry<String, Map<String, String>> group : groups.entrySet()) {
      StringBuilder list = new StringBuilder();
      group.getValue().forEach((to, name) -> list.append(item(root, to, name, address)));
      lists.add("<h2>" + escaped(group.getKey()) + "</h2>\n<ul>\n" + list + "</ul>\n");
    }
    String title = Objects.requireNonNull(titles.get(address), address);
    return Layout.page(root, escaped(title), String.join("", lists), body);
  }

  private static String item(String root, String to, String name, String here) {
    String current = to.equals(here) ? " aria-current=\"page\"" : "";
    return "<li><a href=\"" + root + to + "\"" + current + ">" + escaped(name) + "</a></li>\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
