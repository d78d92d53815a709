// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.scenario.CissException;

/** A text file that names images, one a line. */
record ImageList(Path file) {
  private static final String ENDING = ".txt";

  /** The list of this name in a folder of lists. */
  static ImageList of(Path folder, String name) {
    return new ImageList(folder.resolve(name + ENDING));
  }

  boolean exists() {
    return Files.exists(file);
  }

  /**
   * The ids in their order; of lines such as {@code /JPEGImages/x.jpg /Masks/x.png}, the name of
   * the image without its ending.
   *
   * @throws CissException of kind usage if there is no such list; of kind failure if it is empty,
   *     no text, or names an image twice
   */
  List<String> ids() {
    return distinct(ImageList::nameOf);
  }

  /**
   * The ids in their order, which may have folders and spaces in them: {@code street/one more.jpg}
   * is {@code street/one more}.
   *
   * @throws CissException as {@link #ids()} does
   */
  List<String> paths() {
    return distinct(Folders::withoutEnding);
  }

  private List<String> distinct(UnaryOperator<String> idOf) {
    if (!exists()) {
      throw CissException.usage("list %s does not exist; there are: %s", file, neighbours());
    }
    List<String> ids = Folders.lines(file).stream().map(idOf).toList();
    requireDistinct(ids);
    return ids;
  }

  private static String nameOf(String line) {
    String first = line.split("\\s+", 2)[0];
    boolean isPath = first.contains("/") || Folders.hasEnding(first);
    String path = isPath ? first : line;
    return Folders.withoutEnding(path.substring(path.lastIndexOf('/') + 1));
  }

  private void requireDistinct(List<String> ids) {
    if (ids.isEmpty()) {
      throw CissException.failure("list %s is empty; expected one image name a line", file);
    }
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      Integer earlier = positions.put(ids.get(i), i);
      if (earlier != null) {
        throw CissException.failure(
            "list %s names %s twice, as entries %d and %d; remove one",
            file, ids.get(i), earlier + 1, i + 1);
      }
    }
  }

  private String neighbours() {
    Path folder = file.toAbsolutePath().getParent();
    try (Stream<Path> files = folder == null ? Stream.empty() : Files.list(folder)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .sorted()
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      throw CissException.failure("folder %s cannot be read: %s", folder, e.getMessage())
          .withCause(e);
    }
  }
}
