// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.file.Path;
import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.Pixels;

/**
 * A number for each pixel of an image beside its label, for methods that ask for it by name: what
 * stands out, how much a pixel counts. Implementations may be used by several threads at once.
 */
@FunctionalInterface
public interface ExtraMaps {
  /**
   * The map of an image.
   *
   * @param id name of the image
   * @param image red, green, blue
   * @return unsigned bytes {@code [height, width]}
   * @throws CissException if it is missing, broken, or of another size
   */
  byte[] of(String id, Pixels image);

  /**
   * Looks whether there are maps of images, without opening them.
   *
   * @throws CissException of kind usage if their folder or one of them is missing
   */
  default void require(List<String> ids) {}

  /** Whether they lie in a folder of their own, named for this run. */
  default boolean given() {
    return false;
  }

  /**
   * The size of the file of a map that was given, by which one that has changed is known; reads
   * none.
   *
   * @return bytes; 0 where there is no file
   */
  default long bytes(String id) {
    return 0;
  }

  /** Where the maps come from: {@code of folder maps}. */
  default String origin() {
    return "of the data set";
  }

  /**
   * The same, kept in a folder once they are computed; maps that somebody has made are left where
   * they are.
   *
   * @param folder made when the first is kept
   */
  default ExtraMaps keptIn(Path folder) {
    return this;
  }
}
