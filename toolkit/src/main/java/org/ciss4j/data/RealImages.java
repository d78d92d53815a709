// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.ciss4j.data.image.Unreadable;
import org.ciss4j.scenario.CissException;

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

  private Path real(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    boolean link = folder == null || Files.isSymbolicLink(file);
    return link
        ? resolved(file)
        : folders.computeIfAbsent(folder, RealImages::resolved).resolve(file.getFileName());
  }

  private static Path resolved(Path path) {
    try {
      return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
    } catch (IOException e) {
      throw Unreadable.file("image", path, e);
    }
  }
}
