// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.Orientation;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.scenario.LabelSpace;

/**
 * Images of classes that were learnt before, without labels: a folder with a sub-folder for each
 * class, by its name, of JPEG and PNG files from wherever the user has them. Each is known as
 * {@code class/file.jpg}; all its pixels are labelled 0.
 */
public final class ReplayFolder implements SegmentationDataset {
  private static final String LAYOUT =
      "name one with --replay DIR that holds a sub-folder of images (JPEG, PNG) for each old class,"
          + " by its name; they may be your own, from the web or generated, and need no labels";

  private final Path folder;
  private final LabelSpace labelSpace;
  private final Map<String, Path> files = new LinkedHashMap<>();

  private ReplayFolder(Path folder, LabelSpace labelSpace) {
    this.folder = folder;
    this.labelSpace = labelSpace;
  }

  /**
   * Lists a folder, which need not be there until images are wanted; opens no image.
   *
   * @param labelSpace whose classes name the sub-folders; others are passed over
   */
  public static ReplayFolder open(Path folder, LabelSpace labelSpace) {
    ReplayFolder result = new ReplayFolder(folder, labelSpace);
    for (String name : labelSpace.foregroundNames()) {
      Path ofClass = folder.resolve(name);
      if (Files.isDirectory(ofClass)) {
        Folders.images(ofClass)
            .forEach(file -> result.files.put(name + "/" + file.getFileName(), file));
      }
    }
    return result;
  }

  /** What to say where images to replay are needed and no folder was named. */
  public static CissException missing(String method, List<String> classes) {
    return CissException.usage(
        "method %s replays images of old classes (%s) in later steps, and no folder of them is"
            + " named; %s",
        method, String.join(", ", classes), LAYOUT);
  }

  /**
   * The images of some classes.
   *
   * @param classes data set ids
   * @throws CissException of kind usage if there is no folder, or none of one of them in it
   */
  public List<String> ids(List<Integer> classes) {
    if (!Files.isDirectory(folder)) {
      throw CissException.usage("there is no folder %s of images to replay; %s", folder, LAYOUT);
    }
    List<String> names = classes.stream().map(labelSpace::nameOf).toList();
    List<String> without =
        names.stream()
            .filter(name -> files.keySet().stream().noneMatch(id -> className(id).equals(name)))
            .toList();
    if (!without.isEmpty()) {
      throw CissException.usage(
          "folder %s has no image to replay of %s; add a sub-folder of this name with JPEG or PNG"
              + " files for each",
          folder, String.join(", ", without));
    }
    return files.keySet().stream().filter(id -> names.contains(className(id))).toList();
  }

  /** The name of the class that an image is there for. */
  public static String className(String id) {
    return id.substring(0, id.lastIndexOf('/'));
  }

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public LabelSpace labelSpace() {
    return labelSpace;
  }

  @Override
  public List<String> ids(Split split) {
    return split == Split.TRAIN ? List.copyOf(files.keySet()) : List.of();
  }

  /** None: there are no labels. */
  @Override
  public Set<Integer> classesIn(String id) {
    return Set.of();
  }

  @Override
  public LabeledImage read(String id) {
    Pixels image = new ImageFile(file(id)).decode(Orientation.UPRIGHT);
    byte[] label = new byte[image.width() * image.height()];
    return new LabeledImage(id, image.width(), image.height(), image.data(), label);
  }

  private Path file(String id) {
    Path file = files.get(id);
    if (file == null) {
      throw CissException.usage("folder %s has no image %s to replay", folder, id);
    }
    return file;
  }

  @Override
  public long bytes(String id) {
    try {
      return Files.size(file(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens every header. */
  @Override
  public void check(Split split, Progress progress) {
    List<String> ids = ids(split);
    for (int i = 0; i < ids.size(); i++) {
      new ImageFile(file(ids.get(i))).header();
      progress.update(i + 1, ids.size());
    }
  }

  @Override
  public List<String> origin() {
    return List.of("replayed: " + files.size() + " images of folder " + folder);
  }
}
