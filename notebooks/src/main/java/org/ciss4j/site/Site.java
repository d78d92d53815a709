// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Builds the site. */
public final class Site {
  private static final List<String> ASSETS = List.of("site.css", "site.js");

  private final Path root;
  private final Path out;
  private final Map<Path, Page> pages;

  private Site(Path root, Path out) throws IOException {
    this.root = root;
    this.out = out;
    this.pages = Page.all(root);
  }

  /**
   * Builds the site of a project.
   *
   * @param args the folder of the project, and the folder of the site, in which {@code apidocs} is
   *     its Javadoc if there is one
   * @throws IllegalStateException if a link leads nowhere, or a page is in no navigation
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("expected the folders of project and site");
    }
    build(Path.of(args[0]), Path.of(args[1]));
  }

  /**
   * Builds the site.
   *
   * @param root of the project
   * @param out the folder that is made or filled; its {@code apidocs} are searched, too
   * @throws IllegalStateException as {@link #main}
   */
  public static void build(Path root, Path out) throws IOException {
    new Site(root.toAbsolutePath().normalize(), out).write();
  }

  private void write() throws IOException {
    Files.createDirectories(out);
    boolean api = Files.exists(out.resolve(Javadoc.FOLDER));
    Navigation navigation = Navigation.of(pages, api);
    SearchIndex index = new SearchIndex();
    Map<String, String> bodies = new LinkedHashMap<>();
    for (Page page : pages.values()) {
      new Links(root, out, pages, page).resolve();
      bodies.put(page.address(), page.html());
      index.add(page);
    }
    Page commands = Commands.page();
    bodies.put(commands.address(), commands.html());
    index.add(commands);
    if (api) {
      Javadoc.addTo(index, out);
    }
    for (Map.Entry<String, String> body : bodies.entrySet()) {
      put(body.getKey(), navigation.around(body.getKey(), body.getValue()));
    }
    put("search-index.js", index.script());
    for (String asset : ASSETS) {
      copy(asset);
    }
  }

  private void put(String address, String text) throws IOException {
    Path file = out.resolve(address);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private void copy(String asset) throws IOException {
    try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(asset), asset)) {
      Files.write(out.resolve(asset), in.readAllBytes());
    }
  }
}
