// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ciss4j.common.CissException;
import org.ciss4j.data.label.TextLines;

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
   * The lines in their order, without blank ones and remarks, which start with #.
   *
   * @throws CissException of kind usage if there is no such list; of kind failure if it is empty or
   *     no text
   */
  List<ListedImage> images() {
    if (!exists()) {
      throw CissException.usage("list %s does not exist; there are: %s", file, neighbours());
    }
    List<String> lines = TextLines.of(file);
    List<ListedImage> images = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isEmpty() && !lines.get(i).startsWith("#")) {
        images.add(ListedImage.of(i + 1, lines.get(i)));
      }
    }
    if (images.isEmpty()) {
      throw CissException.failure("list %s is empty; expected one image name a line", file);
    }
    return images;
  }

  /**
   * The ids in their order, which are the names of the images without folders and ending: those of
   * lines such as {@code /JPEGImages/x.jpg /Masks/x.png}, too.
   *
   * @throws CissException as {@link #images} does, and if an image is named twice
   */
  List<String> ids() {
    List<String> ids = images().stream().map(ListedImage::name).toList();
    requireDistinct(ids);
    return ids;
  }

  /** Nothing if every id is there once. */
  void requireDistinct(List<String> ids) {
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
    return folder == null
        ? ""
        : Folders.textFiles(folder).stream().map(Folders::stem).collect(Collectors.joining(", "));
  }
}
