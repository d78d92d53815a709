// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.saliency;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.ciss4j.common.CissException;
import org.ciss4j.data.ExtraMaps;
import org.ciss4j.data.image.MaskFile;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.file.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * Maps that are computed when they are first wanted and kept in a folder, as a PNG for each image,
 * which may be removed at any time. One that cannot be read is computed again, and one that cannot
 * be written is computed each time.
 *
 * @param computed computes them
 * @param folder made if it is missing
 */
record KeptMaps(ExtraMaps computed, Path folder) implements ExtraMaps {
  @Override
  public byte[] of(String id, Pixels image) {
    Path file = folder.resolve(id + ".png");
    byte[] kept = read(file, image);
    return kept != null ? kept : write(file, image, computed.of(id, image));
  }

  /** Null if there is none. */
  private static byte @Nullable [] read(Path file, Pixels image) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try {
      Pixels map = new MaskFile(file).decode();
      return map.size().equals(image.size()) ? map.data() : null;
    } catch (CissException e) {
      return null;
    }
  }

  /** By one thread at a time: two may have computed the same map. */
  private static synchronized byte[] write(Path file, Pixels image, byte[] map) {
    BufferedImage grey =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setDataElements(0, 0, image.width(), image.height(), map);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.write(file, temporary -> ImageIO.write(grey, "png", temporary.toFile()));
    } catch (IOException | UncheckedIOException e) {
      return map; // Nothing is lost but time.
    }
    return map;
  }

  @Override
  public void require(List<String> ids) {
    computed.require(ids);
  }

  @Override
  public String origin() {
    return computed.origin() + ", kept in " + folder;
  }
}
