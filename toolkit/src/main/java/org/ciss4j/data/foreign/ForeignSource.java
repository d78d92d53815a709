// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ciss4j.common.CissException;

/**
 * Where another tool's data lies, and what a person says of it.
 *
 * @param path a file or folder, as the format has it
 * @param images folder of the images, where it is not found
 * @param masks folder of the masks, where it is not found
 * @param labels file that names classes, their colours or their numbers
 * @param palette name of a well-known table of colours
 * @param affixes what stands around the ids in names of files; none to find out
 * @param othersVoid whether colours and numbers that nobody named are void, and no error
 * @param classNames names of classes in the order of their ids; empty for those that occur
 */
public record ForeignSource(
    Path path,
    Optional<Path> images,
    Optional<Path> masks,
    Optional<Path> labels,
    Optional<String> palette,
    Affixes affixes,
    boolean othersVoid,
    List<String> classNames) {
  /**
   * Copies the list.
   *
   * @throws CissException of kind usage if a path does not exist
   */
  public ForeignSource {
    classNames = List.copyOf(classNames);
    List.of(Optional.of(path), images, masks, labels).stream()
        .flatMap(Optional::stream)
        .filter(named -> !Files.exists(named))
        .findFirst()
        .ifPresent(
            named -> {
              throw CissException.usage("%s does not exist; name a file or folder", named);
            });
    requireFolder("--images", images);
    requireFolder("--masks", masks);
  }

  private static void requireFolder(String option, Optional<Path> named) {
    if (named.isPresent() && !Files.isDirectory(named.get())) {
      throw CissException.usage("%s %s is no folder; name one", option, named.get());
    }
  }

  /** A source about which nothing more is known. */
  public static ForeignSource of(Path path) {
    return new ForeignSource(
        path,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Affixes.NONE,
        false,
        List.of());
  }

  /** The same elsewhere. */
  public ForeignSource at(Path other) {
    return new ForeignSource(
        other, images, masks, labels, palette, affixes, othersVoid, classNames);
  }

  /** The same with names of classes. */
  public ForeignSource withClassNames(List<String> names) {
    return new ForeignSource(path, images, masks, labels, palette, affixes, othersVoid, names);
  }

  /** The folder that the path is or lies in. */
  Path folder() {
    return Files.isDirectory(path)
        ? path
        : Objects.requireNonNull(path.toAbsolutePath().getParent());
  }

  /** The path of a file below the folder, with a slash between folders. */
  String relative(Path file) {
    return folder()
        .toAbsolutePath()
        .relativize(file.toAbsolutePath())
        .toString()
        .replace(File.separatorChar, '/');
  }
}
