// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Split;
import org.ciss4j.data.set.SampleDataset;

/** A folder of drawn images by class, without labels. */
final class ReplayImages {
  private ReplayImages() {}

  /** Writes test images of the sample data that show a class, a few of each. */
  static Path write(Path folder, SampleDataset dataset, List<Integer> classes, int most) {
    for (int number : classes) {
      Path ofClass = folder.resolve(dataset.labelSpace().nameOf(number));
      dataset.ids(Split.TEST).stream()
          .filter(id -> dataset.classesIn(id).contains(number))
          .limit(most)
          .forEach(id -> write(ofClass.resolve(id.replace('/', '_') + ".png"), dataset.read(id)));
    }
    return folder;
  }

  private static void write(Path file, LabeledImage image) {
    BufferedImage picture =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int p = 0; p < image.width() * image.height(); p++) {
      int red = image.rgb()[3 * p] & 0xFF;
      int green = image.rgb()[3 * p + 1] & 0xFF;
      int blue = image.rgb()[3 * p + 2] & 0xFF;
      picture.setRGB(p % image.width(), p / image.width(), red << 16 | green << 8 | blue);
    }
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(picture, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
