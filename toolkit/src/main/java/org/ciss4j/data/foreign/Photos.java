// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.ImageHeader;
import org.ciss4j.data.image.ImageSize;
import org.ciss4j.data.set.Folders;

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
    return find("image", "--images", name);
  }

  /**
   * The file of this name.
   *
   * @param what it is, for the message
   * @param option names its folder
   * @throws CissException of kind failure if it is in none of the places
   */
  Path find(String what, String option, String name) {
    String plain = name.replace('\\', '/');
    String last = plain.substring(plain.lastIndexOf('/') + 1);
    return List.of(plain, last).stream()
        .flatMap(path -> places.stream().map(place -> FileNames.within(place, path)))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                CissException.failure(
                    "%s %s is not in %s; name the folder of these with %s",
                    what, name, places.get(0), option));
  }

  /** The name of the image of this stem, whatever its ending; with .jpg if there is none. */
  String called(String stem) {
    return places.stream()
        .map(place -> Folders.imageOf(place, stem))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(file -> file.getFileName().toString())
        .orElse(stem + ".jpg");
  }

  /**
   * A photograph must have the size of what was drawn on it, as it is stored or as its camera noted
   * that it should be turned.
   *
   * @param drawn in this file
   * @throws CissException of kind failure if it has another
   */
  static void requireSize(Path file, ImageSize drawn, Path photo) {
    ImageHeader header = new ImageFile(photo).header();
    if (!drawn.equals(header.size()) && !drawn.equals(header.size(header.orientation()))) {
      throw CissException.failure(
          "%s was drawn on an image of %s, but %s is %s; name the folder of the images it was drawn"
              + " on with --images",
          file, drawn, photo, header.size());
    }
  }

  /** The id of an image that another tool knows by this path. */
  static String id(String path) {
    String plain = path.replace('\\', '/').replaceFirst("^(?:\\.?/|\\.\\./)+", "");
    return Folders.withoutEnding(plain);
  }

  /** An image that lies in a file. */
  static ForeignImage image(String id, Path file, ForeignImage.Mask mask) {
    String name = file.getFileName().toString();
    return new ForeignImage(
        id,
        name.substring(name.lastIndexOf('.') + 1),
        Optional.of(file),
        ForeignImage.Bytes.of(file),
        mask);
  }
}
