// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** Writes tiny data in the layout of VOC. */
public final class VocFiles {
  public static final int WIDTH = 16;
  public static final int HEIGHT = 12;

  public final Path root;

  /** Makes the folders. */
  public VocFiles(Path root) {
    this.root = root;
    for (String folder : List.of("JPEGImages", "SegmentationClass", "ImageSets/Segmentation")) {
      directory(folder);
    }
  }

  /** Images a (classes 1, 2), b (1) and c (16) for training, d (1, 16) for testing. */
  public static VocFiles sound(Path root) {
    return new VocFiles(root)
        .image("a", 1, 2)
        .image("b", 1)
        .image("c", 16)
        .image("d", 1, 16)
        .list("train", "a", "b", "c")
        .list("val", "d");
  }

  public void directory(String folder) {
    try {
      Files.createDirectories(root.resolve(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public VocFiles list(String name, String... ids) {
    return write("ImageSets/Segmentation/" + name + ".txt", String.join("\n", ids) + "\n");
  }

  public VocFiles write(String file, String text) {
    return write(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  public VocFiles write(String file, byte[] bytes) {
    try {
      Files.write(root.resolve(file), bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A grey-blue image and a mask of background, these labels and void. */
  public VocFiles image(String id, int... labels) {
    jpeg(id, WIDTH, HEIGHT, 0x406080);
    return mask("SegmentationClass", id, stripes(labels), WIDTH);
  }

  /** Columns of background, the labels and void by turns. */
  public static byte[] stripes(int... labels) {
    byte[] mask = new byte[WIDTH * HEIGHT];
    for (int i = 0; i < mask.length; i++) {
      int stripe = i % WIDTH % (labels.length + 2);
      mask[i] = (byte) (stripe == 0 ? 0 : stripe > labels.length ? 255 : labels[stripe - 1]);
    }
    return mask;
  }

  public VocFiles jpeg(String id, int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[width * height];
    Arrays.fill(pixels, rgb);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return save(image, "jpg", "JPEGImages/" + id + ".jpg");
  }

  /** A palette PNG whose colours say nothing about its labels. */
  public VocFiles mask(String folder, String id, byte[] labels, int width) {
    byte[] ramp = new byte[256];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) (255 - 37 * i);
    }
    IndexColorModel palette = new IndexColorModel(8, 256, ramp, ramp, ramp);
    return save(
        indexed(labels, width, palette, BufferedImage.TYPE_BYTE_INDEXED),
        "png",
        folder + "/" + id + ".png");
  }

  public static BufferedImage indexed(byte[] labels, int width, IndexColorModel palette, int type) {
    BufferedImage image = new BufferedImage(width, labels.length / width, type, palette);
    image.getRaster().setDataElements(0, 0, width, labels.length / width, labels);
    return image;
  }

  public VocFiles save(BufferedImage image, String format, String file) {
    try {
      if (!ImageIO.write(image, format, root.resolve(file).toFile())) {
        throw new IllegalArgumentException("no writer for " + format);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cuts the end off a file. */
  public VocFiles truncate(String file, int bytesLeft) {
    return write(file, Arrays.copyOf(read(file), bytesLeft));
  }

  public byte[] read(String file) {
    try {
      return Files.readAllBytes(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
