// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.label.LabelFile;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * One's own data: {@code images/ID.jpg} (or .png, .bmp, .tif, .webp), {@code masks/ID.png} that
 * store the number of a class for each pixel, and {@code labels.txt}. An id may have spaces in it,
 * and folders: {@code street/a 1} is {@code images/street/a 1.jpg}.
 *
 * <p>{@code labels.txt} is a {@link LabelFile}: a line {@code 3 cat} for each class, or just a
 * name.
 *
 * <p>With {@code train.txt} and {@code val.txt}, lists of ids, these are trained on and tested on.
 * Without, a fifth of the images is tested on: those whose hash, the first eight bytes of SHA-256
 * as {@link Seeds} takes it from {@code new Seeds(0).child(ID)}, is a multiple of 5. That depends
 * on the name of an image alone, so an image that is added moves no other. A line of a list may
 * also be the path of an image, below the folder or below {@code images}, and a second one of its
 * mask.
 */
public final class FolderDataset {
  private static final String LAYOUT =
      "images/ID.jpg, masks/ID.png that store class numbers, labels.txt with a line \"number name\""
          + " for each class and, if wanted, train.txt and val.txt with an ID a line";
  private static final String IMAGES = "images";
  private static final String MASKS = "masks";
  private static final String LABELS = "labels.txt";
  private static final int SHARES = 5;

  private FolderDataset() {}

  /**
   * Finds the data; looks at no image.
   *
   * @param trainList name of another list than train; null for that
   * @throws CissException of kind usage if a folder or list is missing; of kind failure if a list
   *     is empty or wrong, or if an image is in both
   */
  public static FileDataset open(Path root, @Nullable String trainList) {
    Found found = Found.at(root, trainList);
    return new FileDataset(
        found.rules,
        found.listed ? part(found.folder, found.train) : share(found.folder, false),
        found.listed ? part(found.folder, found.test) : share(found.folder, true));
  }

  /**
   * The same to train on alone: without lists, all images are training images.
   *
   * @throws CissException as {@link #open}
   */
  public static FileDataset openTraining(Path root, @Nullable String trainList) {
    Found found = Found.at(root, trainList);
    return new FileDataset(found.rules, found.listedOrAll(found.train), found.none());
  }

  /**
   * The same to score on: all images are test images, or where there are lists those of val.
   *
   * @throws CissException as {@link #open}
   */
  public static FileDataset openTest(Path root) {
    Found found = Found.at(root, null);
    return new FileDataset(found.rules, found.none(), found.listedOrAll(found.test));
  }

  /**
   * A folder before it is decided which of its images are trained on and which are tested on.
   *
   * @param rules what its list of classes says
   * @param listed whether a list decides that
   */
  private record Found(
      Path folder, FileRules rules, ImageList train, ImageList test, boolean listed) {
    static Found at(Path root, @Nullable String trainList) {
      Path folder = Folders.find(root, List.of(""), List.of(IMAGES, MASKS, LABELS), LAYOUT);
      LabelFile labels = LabelFile.read(folder.resolve(LABELS));
      ImageList train = ImageList.of(folder, trainList == null ? "train" : trainList);
      ImageList test = ImageList.of(folder, "val");
      return new Found(
          folder,
          FileRules.of(labels.labelSpace(), labels.maskLabels()).withRemarks(labels.remarks()),
          train,
          test,
          trainList != null || train.exists() || test.exists());
    }

    DatasetPart none() {
      return DatasetPart.none(folder.resolve(IMAGES));
    }

    DatasetPart listedOrAll(ImageList list) {
      return listed
          ? part(folder, list)
          : DatasetPart.of("all", folder.resolve(IMAGES), files(folder, id -> true));
    }
  }

  /** Whether a folder is laid out like this. */
  public static boolean isOne(Path folder) {
    return Stream.of(IMAGES, MASKS, LABELS).allMatch(mark -> Files.exists(folder.resolve(mark)));
  }

  /** Whether a list says which of its images are scored, others being trained on. */
  public static boolean listsTestImages(Path folder) {
    return ImageList.of(folder, "val").exists();
  }

  private static DatasetPart part(Path folder, ImageList list) {
    List<ImageFiles> files =
        list.images().stream().map(image -> files(folder, list.file(), image)).toList();
    list.requireDistinct(files.stream().map(ImageFiles::id).toList());
    return DatasetPart.of(Folders.stem(list.file()), list.file(), files);
  }

  private static ImageFiles files(Path folder, Path list, ListedImage listed) {
    String path = below(folder, list, listed);
    ImageFiles files = files(folder, Folders.withoutEnding(path));
    Path named = folder.resolve(IMAGES).resolve(path);
    Path image = Folders.hasEnding(path) && Files.exists(named) ? named : files.image();
    if (!image.equals(named)) {
      Folders.requireOneImage(folder.resolve(IMAGES), files.id(), image);
    }
    Path mask = listed.mask() == null ? files.mask() : mask(folder, listed.mask());
    if (!Files.exists(image)) {
      requireOneColumn(folder, list, listed);
    }
    return new ImageFiles(files.id(), image, mask);
  }

  /** The path of a listed image below the folder of images. */
  private static String below(Path folder, Path list, ListedImage listed) {
    String start = folder.resolve(IMAGES).toAbsolutePath().normalize() + "/";
    String path = listed.image();
    if (path.startsWith(start)) {
      return path.substring(start.length());
    }
    if (listed.isAbsolute() || Path.of(path).normalize().startsWith("..")) {
      throw CissException.failure(
          "list %s line %d names %s, which is not in %s; write the path below that folder, or the"
              + " id alone",
          list, listed.line(), path, folder.resolve(IMAGES));
    }
    String normal = Path.of(path).normalize().toString().replace(File.separatorChar, '/');
    return normal.startsWith(IMAGES + "/") ? normal.substring(IMAGES.length() + 1) : normal;
  }

  /** A mask that a list names, below the data's folder or that of masks. */
  private static Path mask(Path folder, String path) {
    Path below = folder.resolve(MASKS).resolve(path);
    return Files.exists(below) ? below : folder.resolve(path);
  }

  /** An id may have spaces and commas in it; it has not where the first word is an image. */
  private static void requireOneColumn(Path folder, Path list, ListedImage listed) {
    String first = listed.image().split("[\\s,;|]+", 2)[0];
    if (!first.equals(listed.image())
        && Files.exists(files(folder, Folders.withoutEnding(first)).image())) {
      throw CissException.failure(
          "list %s line %d, \"%s\", has more than one column; write the id alone, or the paths of"
              + " image and mask with their endings",
          list, listed.line(), listed.image());
    }
  }

  private static ImageFiles files(Path folder, String id) {
    return new ImageFiles(
        id, Folders.imageOf(folder.resolve(IMAGES), id), Folders.maskOf(folder.resolve(MASKS), id));
  }

  private static DatasetPart share(Path folder, boolean test) {
    Path images = folder.resolve(IMAGES);
    List<ImageFiles> files = files(folder, id -> isTest(id) == test);
    if (files.isEmpty()) {
      throw CissException.usage(
          "%s holds too few images for a split by their names; write train.txt and val.txt into %s",
          images, folder);
    }
    return DatasetPart.of(test ? "a fifth by name" : "four fifths by name", images, files);
  }

  private static List<ImageFiles> files(Path folder, Predicate<String> wanted) {
    return Folders.idsOf(folder.resolve(IMAGES), folder.resolve(MASKS)).stream()
        .filter(wanted)
        .map(id -> files(folder, id))
        .toList();
  }

  private static boolean isTest(String id) {
    return Math.floorMod(new Seeds(0).child(id).value(), SHARES) == 0;
  }

  /**
   * The classes that a file such as {@code labels.txt} names.
   *
   * @throws CissException if it cannot be read, or numbers are missing or come twice
   */
  public static LabelSpace labelSpace(Path file) {
    return LabelFile.read(file).labelSpace();
  }
}
