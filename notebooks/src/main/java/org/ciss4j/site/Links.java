// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;

/**
 * Where the links of a page lead in the site: to other pages, and to copies of the files of the
 * project that it names.
 */
final class Links {
  /** The copies. */
  private static final String FILES = "files";

  private final Path root;
  private final Path out;
  private final Map<Path, Page> pages;
  private final Page page;

  Links(Path root, Path out, Map<Path, Page> pages, Page page) {
    this.root = root;
    this.out = out;
    this.pages = pages;
    this.page = page;
  }

  /**
   * Turns all links of the page.
   *
   * @throws IllegalStateException if one leads nowhere
   */
  void resolve() {
    page.document()
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Link link) {
                link.setDestination(destination(link.getDestination()));
                visitChildren(link);
              }
            });
  }

  private String destination(String written) {
    if (written.matches("[a-z]+:.*")) {
      return written;
    }
    String[] parts = written.split("#", 2);
    String anchor = parts.length > 1 ? parts[1] : "";
    Path target = target(parts[0]);
    Page other = pages.get(target);
    if (other == null) {
      return page.to(copied(target, written));
    }
    if (!anchor.isEmpty() && !other.hasAnchor(anchor)) {
      throw lost(written, "no heading of " + target + " has that anchor");
    }
    String place = target.equals(page.source()) ? "" : page.to(other.address());
    return anchor.isEmpty() ? page.to(other.address()) : place + "#" + anchor;
  }

  /** Below the root of the project. */
  private Path target(String path) {
    if (path.isEmpty()) {
      return page.source();
    }
    Path folder = Objects.requireNonNullElse(page.source().getParent(), Path.of(""));
    return folder.resolve(path).normalize();
  }

  private String copied(Path target, String written) {
    Path file = root.resolve(target);
    if (!Files.isRegularFile(file)) {
      throw lost(written, "there is no such file, or it is a folder");
    }
    // Browsers show text, and save what they do not know.
    String name = target.toString().replace('\\', '/');
    String shown = FILES + "/" + name + (name.matches(".*\\.(java|kt)|LICENSE") ? ".txt" : "");
    try {
      Path copy = out.resolve(shown);
      Files.createDirectories(Objects.requireNonNull(copy.getParent()));
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return shown;
  }

  private IllegalStateException lost(String written, String why) {
    return new IllegalStateException(
        page.source() + " links to " + written + ", which leads nowhere: " + why);
  }
}
