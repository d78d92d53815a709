// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.ImageHeader;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.label.LabelFile;
import org.ciss4j.data.label.VocColours;
import org.ciss4j.file.FileTrouble;
import org.ciss4j.scenario.LabelSpace;

/**
 * Writes data in the layout of a folder: {@code images}, {@code masks}, lists, and, when all else
 * is there, {@code labels.txt}, without which nobody takes it for a data set.
 */
public final class FolderWriter {
  private final Path folder;

  /** Told of each image that is written. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * An image was written.
     *
     * @param mask its labels
     * @param done images that are written
     */
    void written(ForeignImage image, Pixels mask, int done);
  }

  private FolderWriter(Path folder) {
    this.folder = folder;
  }

  /**
   * A new folder.
   *
   * @throws CissException of kind usage if something is there, or it cannot be made
   */
  public static FolderWriter at(Path folder) {
    try {
      if (Files.exists(folder)) {
        requireEmpty(folder);
      }
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw CissException.usage(
              "output %s cannot be made (%s); name another with --out",
              folder, FileTrouble.reason(e))
          .withCause(e);
    }
    return new FolderWriter(folder);
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw CissException.usage("output %s is a file; name a new folder with --out", folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw CissException.usage("output %s is not empty; name a new folder with --out", folder);
      }
    }
  }

  /**
   * Writes all of it.
   *
   * @throws CissException of kind failure if an image or mask cannot be read, or a mask has another
   *     size than its image
   */
  public void write(ForeignData data, Watcher watcher) {
    requireNames(data);
    for (int i = 0; i < data.images().size(); i++) {
      ForeignImage image = data.images().get(i);
      watcher.written(image, write(image), i + 1);
    }
    if (!data.train().isEmpty() || !data.test().isEmpty()) {
      text("train.txt", data.train());
      text("val.txt", data.test());
    }
    text("labels.txt", labels(data));
  }

  private Pixels write(ForeignImage image) {
    Path photo = FileNames.within(folder.resolve("images"), image.id() + "." + image.ending());
    Path file = FileNames.within(folder.resolve("masks"), image.id() + ".png");
    bytes(photo, image.file().read());
    Pixels mask = image.mask().make();
    requireSameSize(image.id(), photo, mask);
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      ImageIO.write(
          VocColours.image(mask.width(), mask.height(), mask.data()), "png", file.toFile());
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    return mask;
  }

  private static void requireSameSize(String id, Path photo, Pixels mask) {
    ImageHeader header = new ImageFile(photo).header();
    if (!header.size().equals(mask.size())
        && !header.size(header.orientation()).equals(mask.size())) {
      throw CissException.failure(
          "image %s is %s, and its mask %s; correct one of them, or name the folder of the images"
              + " that were labelled with --images",
          id, header.size(), mask.size());
    }
  }

  private static List<String> labels(ForeignData data) {
    List<String> lines = new ArrayList<>();
    if (data.hasBackground()) {
      lines.add("0 background");
    }
    for (int id = 1; id <= data.classNames().size(); id++) {
      lines.add(id + " " + data.classNames().get(id - 1));
    }
    lines.add(LabelSpace.VOID + " void");
    return lines;
  }

  /** Nothing if the file of class names says what it should; before anything is written. */
  private void requireNames(ForeignData data) {
    Path trial = folder.resolve(".labels.txt");
    try {
      try {
        Files.write(trial, labels(data));
        requireSame(data.classNames(), LabelFile.read(trial).labelSpace().foregroundNames());
      } finally {
        Files.deleteIfExists(trial);
      }
    } catch (IOException e) {
      throw unwritable(trial, e);
    }
  }

  private static void requireSame(List<String> names, List<String> read) {
    for (int i = 0; i < names.size(); i++) {
      if (i >= read.size() || !names.get(i).equals(read.get(i))) {
        throw CissException.failure(
            "the class \"%s\" would be read as %s; give it another name",
            names.get(i), i < read.size() ? "\"" + read.get(i) + "\"" : "none");
      }
    }
  }

  private void text(String name, List<String> lines) {
    bytes(
        folder.resolve(name),
        String.join("\n", lines).concat("\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void bytes(Path file, byte[] bytes) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, bytes);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static CissException unwritable(Path file, IOException e) {
    return CissException.failure("output %s cannot be written (%s)", file, FileTrouble.reason(e))
        .withCause(e);
  }
}
