// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.saliency;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.data.ExtraMaps;
import org.ciss4j.data.image.MaskFile;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.file.Unchecked;

/**
 * Maps that somebody has made: a PNG of one number per pixel for each image, named after it.
 *
 * @param folder holds {@code <name of the image>.png}, in sub-folders where names have them
 */
record SaliencyFolder(Path folder) implements ExtraMaps {
  private Path file(String id) {
    return folder.resolve(id + ".png");
  }

  @Override
  public byte[] of(String id, Pixels image) {
    Path file = file(id);
    Pixels map = new MaskFile(file).decode();
    if (!map.size().equals(image.size())) {
      throw CissException.failure(
          "saliency map %s has %dx%d pixels, and its image %dx%d; make it anew at that size",
          file, map.width(), map.height(), image.width(), image.height());
    }
    return map.data();
  }

  @Override
  public void require(List<String> ids) {
    if (!Files.isDirectory(folder)) {
      throw CissException.usage(
          "there is no folder %s of saliency maps; name one with a PNG for each image, named after"
              + " it, or leave --saliency out to have them computed",
          folder);
    }
    List<String> missing = ids.stream().filter(id -> !Files.isRegularFile(file(id))).toList();
    if (!missing.isEmpty()) {
      throw CissException.usage(
          "%s has no saliency map of %d of %d training images, such as %s; add them, or leave"
              + " --saliency out to have all computed",
          folder, missing.size(), ids.size(), missing.get(0) + ".png");
    }
  }

  @Override
  public boolean given() {
    return true;
  }

  @Override
  public long bytes(String id) {
    return Unchecked.call(() -> Files.size(file(id)));
  }

  @Override
  public String origin() {
    return "of folder " + folder;
  }
}
