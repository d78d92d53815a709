// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    if (!exists()) {
      throw CissException.usage("list %s does not exist; there are: %s", file, neighbours());
    }
    try (Stream<String> lines = Files.lines(file)) {
      List<String> ids =
          lines.map(String::strip).filter(line -> !line.isEmpty()).map(ImageList::idOf).toList();
      requireDistinct(ids);
      return ids;
    } catch (IOException | UncheckedIOException e) {
      throw CissException.failure("list %s cannot be read as UTF-8 text: %s", file, e.getMessage())
          .withCause(e);
    }
  }

  private static String idOf(String line) {
    String path = line.split("\\s+", 2)[0];
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.replaceFirst("\\.(?i:jpg|jpeg|png|bmp)$", "");
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
