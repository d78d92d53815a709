// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.ciss4j.scenario.CissException;

/** Looks into the folders of data sets. */
final class Folders {
  private static final List<String> ENDINGS =
      List.of("jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp");

  private Folders() {}

  /**
   * The first of some places below a folder that looks right.
   *
   * @param layout what is expected there, for the message
   * @param marks paths that a right place has, all of them
   * @throws CissException of kind usage if there is none
   */
  static Path find(Path folder, List<String> places, List<String> marks, String layout) {
    if (!Files.isDirectory(folder)) {
      throw CissException.usage(
          "data folder %s does not exist; name the folder that holds %s", folder, layout);
    }
    return places.stream()
        .map(place -> place.isEmpty() ? folder : folder.resolve(place))
        .filter(place -> marks.stream().allMatch(mark -> Files.exists(place.resolve(mark))))
        .findFirst()
        .orElseThrow(
            () ->
                CissException.usage(
                    "data folder %s lacks %s; expected %s",
                    folder,
                    String.join(
                        " and ",
                        marks.stream()
                            .filter(mark -> !Files.exists(folder.resolve(mark)))
                            .toList()),
                    layout));
  }

  /** The images in a folder by name; hidden files are passed over. */
  static List<Path> images(Path folder) {
    return files(folder).filter(Folders::isImage).toList();
  }

  /** The image of this id, whatever its ending; ID.jpg if there is none. */
  static Path imageOf(Path folder, String id) {
    return ENDINGS.stream()
        .map(ending -> folder.resolve(id + "." + ending))
        .filter(Files::exists)
        .findFirst()
        .orElse(folder.resolve(id + ".jpg"));
  }

  /** The folders in a folder by name. */
  static List<Path> folders(Path folder) {
    return files(folder).filter(Files::isDirectory).toList();
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw CissException.failure("folder %s cannot be read: %s", folder, e.getMessage())
          .withCause(e);
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /** The name of a file without its ending. */
  static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** The lines of a text file, blank ones left out. */
  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw CissException.failure("%s cannot be read as UTF-8 text: %s", file, e.getMessage())
          .withCause(e);
    }
  }
}
