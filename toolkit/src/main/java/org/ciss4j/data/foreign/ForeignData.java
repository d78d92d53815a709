// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ciss4j.common.CissException;

/**
 * Images and classes of another tool's data.
 *
 * @param classNames by id, from 1 on, without background
 * @param hasBackground whether pixels that are no class are background, and not void
 * @param images sorted by id, of distinct ids
 * @param train ids of the images that are trained on where the data says so, else none
 * @param test ids of those that are tested on
 * @param remarks what was understood or left out, a line each
 */
public record ForeignData(
    List<String> classNames,
    boolean hasBackground,
    List<ForeignImage> images,
    List<String> train,
    List<String> test,
    List<String> remarks) {
  private static final int MOST_CLASSES = 254;

  /**
   * Copies the lists.
   *
   * @throws CissException of kind failure if there is no image or class, too many classes, or two
   *     images of an id or of a file
   */
  public ForeignData {
    classNames = List.copyOf(classNames);
    images = List.copyOf(images);
    train = List.copyOf(train);
    test = List.copyOf(test);
    remarks = List.copyOf(remarks);
    if (images.isEmpty()) {
      throw CissException.failure("there is no image in this data; name the folder that holds it");
    }
    if (classNames.isEmpty() || classNames.size() > MOST_CLASSES) {
      throw CissException.failure(
          "the data has %d classes; expected 1 to %d, since a mask holds a byte for each pixel",
          classNames.size(), MOST_CLASSES);
    }
    requireNames(classNames);
    requireDistinct(images);
    requireOwnFiles(images);
    List<String> both = train.stream().filter(Set.copyOf(test)::contains).toList();
    if (!both.isEmpty()) {
      throw CissException.failure(
          "%d images are in both lists, to train and to test on, such as %s; remove them from one",
          both.size(), both.get(0));
    }
  }

  private static void requireNames(List<String> names) {
    Map<String, String> met = new HashMap<>();
    for (String name : names) {
      if (name.isBlank() || name.lines().count() > 1) {
        throw CissException.failure(
            "the name \"%s\" of a class is not one line of text; give it another", name);
      }
      String other = met.put(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw CissException.failure(
            "classes %s and %s differ in capitals alone; call one of them otherwise", other, name);
      }
    }
  }

  private static void requireDistinct(List<ForeignImage> images) {
    Map<String, ForeignImage> met = new HashMap<>();
    for (ForeignImage image : images) {
      if (met.put(image.id(), image) != null) {
        throw CissException.failure(
            "two images would have the id %s; rename one, or import their folders one by one",
            image.id());
      }
    }
  }

  /** Files are also found by their names alone, and then one may be taken for two. */
  private static void requireOwnFiles(List<ForeignImage> images) {
    Map<Path, ForeignImage> met = new HashMap<>();
    for (ForeignImage image : images) {
      Optional<Path> file = image.stored().map(ForeignData::real);
      ForeignImage other = file.isEmpty() ? null : met.put(file.get(), image);
      if (other != null) {
        throw CissException.failure(
            "%s and %s would both be the image %s; name the folder below which each has an image of"
                + " its own with --images, or remove one of them",
            other.id(), image.id(), file.get());
      }
    }
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize(); // Whoever reads it says what is wrong.
    }
  }

  /** What could be told of the images alone. */
  static ForeignData of(
      List<String> classNames,
      boolean hasBackground,
      List<ForeignImage> images,
      List<String> remarks) {
    return new ForeignData(
        classNames, hasBackground, withoutCommonFolder(images), List.of(), List.of(), remarks);
  }

  /** A folder in which all images lie says nothing of any. */
  private static List<ForeignImage> withoutCommonFolder(List<ForeignImage> images) {
    if (images.isEmpty()) {
      return images;
    }
    String first = images.get(0).id();
    String folder = first.substring(0, first.lastIndexOf('/') + 1);
    while (!folder.isEmpty()) {
      String common = folder;
      if (images.stream().allMatch(image -> image.id().startsWith(common))) {
        return images.stream()
            .map(image -> image.renamed(image.id().substring(common.length())))
            .toList();
      }
      folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
    }
    return images;
  }

  /**
   * This for training, and other data for testing.
   *
   * @throws CissException of kind failure if classes differ, or an id is in both
   */
  public ForeignData withTest(ForeignData other) {
    if (!classNames.equals(other.classNames) || hasBackground != other.hasBackground) {
      throw CissException.failure(
          "training and test data have other classes: %s and %s; name them all with --labels, or in"
              + " both files",
          classNames, other.classNames);
    }
    List<ForeignImage> all = new java.util.ArrayList<>(images);
    all.addAll(other.images);
    List<String> both = new java.util.ArrayList<>(remarks);
    both.addAll(other.remarks);
    return new ForeignData(classNames, hasBackground, all, ids(images), ids(other.images), both);
  }

  private static List<String> ids(List<ForeignImage> images) {
    return images.stream().map(ForeignImage::id).toList();
  }
}
