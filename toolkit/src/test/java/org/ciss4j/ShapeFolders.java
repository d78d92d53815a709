// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Split;
import org.ciss4j.data.set.SampleDataset;
import org.ciss4j.scenario.LabelSpace;

/** Folders of drawn shapes, each with some classes labelled under numbers of its own. */
public final class ShapeFolders {
  private final Path root;
  private final SampleDataset dataset;

  /**
   * Writes folders below another.
   *
   * @param size of the images, in pixels
   * @param images number of images to choose from
   */
  public ShapeFolders(Path root, int size, int images) {
    this.root = root;
    this.dataset =
        new SampleDataset(
            SampleDataset.Options.standard().withSize(size).withImages(images, images / 2));
  }

  /** Images that show one of these classes; others are background, or hidden. */
  public Path train(String name, String... classes) {
    return write(name, Split.TRAIN, List.of(classes), List.of());
  }

  /** Images that show one of these classes and none of the others. */
  public Path trainWithout(String name, List<String> others, String... classes) {
    return write(name, Split.TRAIN, List.of(classes), others);
  }

  /** Test images that show one of these classes. */
  public Path test(String name, String... classes) {
    return write(name, Split.TEST, List.of(classes), List.of());
  }

  private Path write(String name, Split split, List<String> classes, List<String> others) {
    Path folder = root.resolve(name);
    try {
      Files.createDirectories(folder.resolve("images"));
      Files.createDirectories(folder.resolve("masks"));
      for (String id : dataset.ids(split)) {
        if (shows(id, classes) && !shows(id, others)) {
          write(folder, name + "-" + id.replace('/', '-'), dataset.read(id), classes);
        }
      }
      Files.write(
          folder.resolve("labels.txt"),
          IntStream.rangeClosed(0, classes.size())
              .mapToObj(i -> i + " " + (i == 0 ? "background" : classes.get(i - 1)))
              .toList());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean shows(String id, List<String> classes) {
    Set<Integer> shown = dataset.classesIn(id);
    return shown.stream().map(dataset.labelSpace()::nameOf).anyMatch(classes::contains);
  }

  private void write(Path folder, String id, LabeledImage image, List<String> classes)
      throws IOException {
    BufferedImage colours =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    BufferedImage mask =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < image.label().length; i++) {
      int x = i % image.width();
      int y = i / image.width();
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        rgb = rgb << 8 | Byte.toUnsignedInt(image.rgb()[3 * i + c]);
      }
      colours.setRGB(x, y, rgb);
      mask.getRaster().setSample(x, y, 0, number(image.label()[i], classes));
    }
    ImageIO.write(colours, "png", folder.resolve("images/" + id + ".png").toFile());
    ImageIO.write(mask, "png", folder.resolve("masks/" + id + ".png").toFile());
  }

  private int number(byte label, List<String> classes) {
    int id = Byte.toUnsignedInt(label);
    return id == LabelSpace.VOID
        ? LabelSpace.VOID
        : classes.indexOf(dataset.labelSpace().nameOf(id)) + 1;
  }
}
