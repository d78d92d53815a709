// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.saliency;

import java.nio.file.Path;
import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.Pixels;
import org.jspecify.annotations.Nullable;

/** Which pixels of images stand out. Implementations may be used by several threads at once. */
public interface SaliencyMaps {
  /**
   * The map of an image.
   *
   * @param id name of the image
   * @param image red, green, blue
   * @return unsigned bytes {@code [height, width]}: 0 for what does not stand out
   * @throws CissException if it is missing, broken, or of another size
   */
  byte[] of(String id, Pixels image);

  /**
   * Looks whether there are maps of images, without opening them.
   *
   * @throws CissException of kind usage if their folder or one of them is missing
   */
  void require(List<String> ids);

  /** Whether somebody has made them, rather than that they are computed. */
  default boolean given() {
    return false;
  }

  /**
   * The size of the file of a map that somebody has made, by which one that has changed is known;
   * reads none.
   *
   * @return bytes; 0 where there is no file
   */
  default long bytes(String id) {
    return 0;
  }

  /** Where the maps come from: {@code of folder maps}. */
  String origin();

  /**
   * The same, kept in a folder once they are computed; maps that somebody has made are left where
   * they are.
   *
   * @param folder made when the first is kept
   */
  default SaliencyMaps keptIn(Path folder) {
    return this;
  }

  /**
   * The maps of a folder, or those that are computed.
   *
   * @param folder null for none; need not be there until maps are wanted
   */
  static SaliencyMaps of(@Nullable Path folder) {
    return folder == null ? new SpectralResidual() : new SaliencyFolder(folder);
  }
}
