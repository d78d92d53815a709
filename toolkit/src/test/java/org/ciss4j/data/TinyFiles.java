// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes images and masks of 2 x 2 pixels. */
public final class TinyFiles {
  private final Path root;

  public TinyFiles(Path root) {
    this.root = root;
  }

  /** An image in the format that its name ends in. */
  public TinyFiles image(String file) {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x804020);
    return save(image, file);
  }

  /** A grey PNG of these four numbers. */
  public TinyFiles mask(String file, int... numbers) {
    BufferedImage mask = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      bytes[i] = (byte) numbers[i];
    }
    mask.getRaster().setDataElements(0, 0, 2, 2, bytes);
    return save(mask, file);
  }

  public TinyFiles text(String file, String... lines) {
    try {
      Files.createDirectories(root.resolve(file).getParent());
      Files.write(root.resolve(file), java.util.List.of(lines), StandardCharsets.UTF_8);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TinyFiles save(BufferedImage image, String file) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      if (!ImageIO.write(image, file.substring(file.lastIndexOf('.') + 1), path.toFile())) {
        throw new IllegalArgumentException("no writer for " + file);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The labels of an image, row by row. */
  public static int[] labels(SegmentationDataset dataset, String id) {
    byte[] labels = dataset.read(id).label();
    int[] result = new int[labels.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = Byte.toUnsignedInt(labels[i]);
    }
    return result;
  }
}
