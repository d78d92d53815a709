// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ciss4j.data.Folders;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.FileNames;

/**
 * Where the photographs lie that a file of another tool names.
 *
 * @param places folders in which to look, the likeliest first
 */
record Photos(List<Path> places) {
  private static final List<String> USUAL =
      List.of("", "images", "JPEGImages", "imgs", "img", "../images", "../JPEGImages");

  /** The folder that a person named, or else the usual places around a folder. */
  static Photos around(Path folder, Optional<Path> named) {
    return new Photos(
        named.map(List::of).orElseGet(() -> USUAL.stream().map(folder::resolve).toList()));
  }

  /**
   * The file of this name.
   *
   * @throws CissException of kind failure if it is in none of the places
   */
  Path find(String name) {
    String plain = name.replace('\\', '/');
    String last = plain.substring(plain.lastIndexOf('/') + 1);
    return List.of(plain, last).stream()
        .flatMap(path -> places.stream().map(place -> FileNames.within(place, path)))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                CissException.failure(
                    "image %s is not in %s; name the folder of the images with --images",
                    name, places.get(0)));
  }

  /** An image by the path that the other tool knows it by. */
  static ForeignImage image(String path, Path file, ForeignImage.Mask mask) {
    String plain = path.replace('\\', '/').replaceFirst("^(?:\\.?/|\\.\\./)+", "");
    String name = file.getFileName().toString();
    return new ForeignImage(
        Folders.withoutEnding(plain),
        name.substring(name.lastIndexOf('.') + 1),
        ForeignImage.Bytes.of(file),
        mask);
  }
}
