// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.image.Unreadable;

/**
 * An image of another tool's data.
 *
 * @param id its path without ending, with a slash between folders
 * @param ending of its file, without the dot
 * @param stored where its file lies; empty where the annotation holds it
 * @param file gives the bytes of its file, which are not looked into
 * @param mask gives its mask: ids of classes from 1 on, 0 for background, 255 for void
 */
public record ForeignImage(String id, String ending, Optional<Path> stored, Bytes file, Mask mask) {
  /** Gives the bytes of a file. */
  @FunctionalInterface
  public interface Bytes {
    /** Reads them. */
    byte[] read();

    /** Those of a file as it stands, which must begin like an image. */
    static Bytes of(Path path) {
      return () -> {
        new ImageFile(path).header();
        try {
          return Files.readAllBytes(path);
        } catch (IOException e) {
          throw Unreadable.file("image", path, e);
        }
      };
    }
  }

  /** Gives a mask. */
  @FunctionalInterface
  public interface Mask {
    /**
     * Paints or decodes it: unsigned bytes {@code [height, width]}.
     *
     * @throws org.ciss4j.common.CissException of kind failure if that cannot be done
     */
    Pixels make();
  }

  /** The same under another id. */
  ForeignImage renamed(String other) {
    return new ForeignImage(other, ending, stored, file, mask);
  }
}
