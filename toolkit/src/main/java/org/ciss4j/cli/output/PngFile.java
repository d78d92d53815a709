// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.ciss4j.common.CissException;
import org.ciss4j.file.AtomicFile;
import org.ciss4j.file.FileTrouble;

/**
 * A PNG file to be written, whole or not at all.
 *
 * @param path where to
 */
public record PngFile(Path path) {
  private static final String ENDING = ".png";

  /**
   * A file in a folder that can be written; the folder is made if it is missing.
   *
   * @throws CissException of kind usage if the name does not end in .png or cannot be written
   */
  public static PngFile at(Path path) {
    if (!path.toString().toLowerCase(Locale.ROOT).endsWith(ENDING)) {
      throw CissException.usage("output %s is no PNG file; end its name in .png", path);
    }
    if (Files.isDirectory(path)) {
      throw CissException.usage("output %s is a folder; name a file in it", path);
    }
    Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    if (!Files.isWritable(folder)) {
      throw CissException.usage("folder %s cannot be written; name another with --out", folder);
    }
    return new PngFile(path);
  }

  /** Its name without the ending. */
  public String stem() {
    String name = path.getFileName().toString();
    return name.substring(0, name.length() - ENDING.length());
  }

  /**
   * Writes a picture, whole or not at all.
   *
   * @throws CissException of kind failure if the file cannot be written
   */
  public void write(BufferedImage image) {
    try {
      AtomicFile.write(path, temporary -> ImageIO.write(image, "png", temporary.toFile()));
    } catch (UncheckedIOException e) {
      throw unwritable(path, Objects.requireNonNull(e.getCause()));
    }
  }

  /** That a file cannot be written, whatever it is. */
  public static CissException unwritable(Path path, IOException e) {
    return CissException.usage(
            "output %s cannot be written (%s); name another with --out",
            path, FileTrouble.reason(e))
        .withCause(e);
  }
}
