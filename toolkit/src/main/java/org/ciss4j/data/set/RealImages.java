// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.Unreadable;

/** The files that ids lead to in the end, through links and whatever folders are called. */
final class RealImages {
  private final Map<Path, Path> folders = new HashMap<>();

  /**
   * Nothing if no file is an image of both parts.
   *
   * @throws CissException of kind failure if one is
   */
  void requireDisjoint(DatasetPart train, DatasetPart test) {
    Map<Path, String> trained = new HashMap<>();
    train.files().forEach((id, files) -> trained.put(real(files.image()), id));
    test.files()
        .forEach(
            (id, files) -> {
              Path image = real(files.image());
              String other = trained.get(image);
              if (other != null) {
                throw CissException.failure(
                    "%s in %s and %s in %s are one image, %s; test images must not be trained on,"
                        + " so remove it from one of them",
                    other, train.source(), id, test.source(), image);
              }
            });
  }

  /**
   * A part in which no file is two images: of those that links lead to, the first id stays.
   *
   * @throws CissException of kind failure if their masks are two files
   */
  DatasetPart once(DatasetPart part) {
    Map<Path, ImageFiles> met = new HashMap<>();
    Map<String, String> again = new LinkedHashMap<>();
    for (ImageFiles files : part.files().values()) {
      ImageFiles first = met.putIfAbsent(real(files.image()), files);
      if (first != null) {
        requireOneMask(part, first, files);
        again.put(files.id(), first.id());
      }
    }
    return again.isEmpty() ? part : part.without(again);
  }

  private void requireOneMask(DatasetPart part, ImageFiles first, ImageFiles other) {
    if (!real(first.mask()).equals(real(other.mask()))) {
      throw CissException.failure(
          "%s and %s in %s are one image, %s, with two masks, %s and %s; remove one of them",
          first.id(), other.id(), part.source(), real(first.image()), first.mask(), other.mask());
    }
  }

  private Path real(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    boolean link = folder == null || Files.isSymbolicLink(file);
    return link
        ? resolved(file)
        : folders.computeIfAbsent(folder, RealImages::resolved).resolve(file.getFileName());
  }

  /** The path without links, if something is there. */
  static Path resolved(Path path) {
    try {
      return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
    } catch (IOException e) {
      throw Unreadable.file("image", path, e);
    }
  }
}
