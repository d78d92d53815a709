// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import org.ciss4j.data.label.MaskLabels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Seeds;
import org.jspecify.annotations.Nullable;

/**
 * One's own data: {@code images/ID.jpg} (or .png, .bmp, .tif, .webp), {@code masks/ID.png} that
 * store the number of a class for each pixel, and {@code labels.txt}. An id may have spaces in it,
 * and folders: {@code street/a 1} is {@code images/street/a 1.jpg}.
 *
 * <p>A line of {@code labels.txt} is a number and a name: {@code 3 cat}; or just a name, and then
 * the numbers count from 0. Number 0 is the background and 255 is void, which need not be named. If
 * the numbers begin with 1, the data has no background, and 0 in a mask is void.
 *
 * <p>With {@code train.txt} and {@code val.txt}, lists of ids, these are trained on and tested on.
 * Without, a fifth of the images is tested on: those whose hash, the first eight bytes of SHA-256
 * as {@link Seeds} takes it from {@code new Seeds(0).child(ID)}, is a multiple of 5. That depends
 * on the name of an image alone, so an image that is added moves no other.
 */
public final class FolderDataset {
  private static final Pattern NUMBERED = Pattern.compile("(\\d{1,3})[\\s,:;]+(.+)");
  private static final String LAYOUT =
      "images/ID.jpg, masks/ID.png that store class numbers, labels.txt with a line \"number name\""
          + " for each class and, if wanted, train.txt and val.txt with an ID a line";
  private static final String IMAGES = "images";
  private static final String MASKS = "masks";
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
    Path folder = Folders.find(root, List.of(""), List.of(IMAGES, MASKS, "labels.txt"), LAYOUT);
    LabelSpace labels = labelSpace(folder.resolve("labels.txt"));
    MaskLabels numbers = MaskLabels.ids(labels);
    ImageList train = ImageList.of(folder, trainList == null ? "train" : trainList);
    ImageList test = ImageList.of(folder, "val");
    boolean listed = trainList != null || train.exists() || test.exists();
    return new FileDataset(
        labels,
        labels.hasBackground() ? numbers : numbers.withZeroVoid(),
        listed ? part(folder, train) : share(folder, false),
        listed ? part(folder, test) : share(folder, true));
  }

  private static DatasetPart part(Path folder, ImageList list) {
    List<ImageFiles> files =
        list.paths().stream()
            .map(id -> id.startsWith(IMAGES + "/") ? id.substring(IMAGES.length() + 1) : id)
            .map(id -> files(folder, id))
            .toList();
    return DatasetPart.of(Folders.stem(list.file()), list.file(), files);
  }

  private static ImageFiles files(Path folder, String id) {
    return new ImageFiles(
        id, Folders.imageOf(folder.resolve(IMAGES), id), Folders.maskOf(folder.resolve(MASKS), id));
  }

  private static DatasetPart share(Path folder, boolean test) {
    Path images = folder.resolve(IMAGES);
    List<ImageFiles> files =
        Folders.idsOf(images, folder.resolve(MASKS)).stream()
            .filter(id -> isTest(id) == test)
            .map(id -> files(folder, id))
            .toList();
    if (files.isEmpty()) {
      throw CissException.usage(
          "%s holds too few images for a split by their names; write train.txt and val.txt into %s",
          images, folder);
    }
    return DatasetPart.of(test ? "a fifth by name" : "four fifths by name", images, files);
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
    Map<Integer, String> names = new TreeMap<>();
    int next = 0;
    for (String line : Folders.lines(file)) {
      Matcher matcher = NUMBERED.matcher(line);
      boolean numbered = matcher.matches();
      int number = numbered ? Integer.parseInt(matcher.group(1)) : next;
      if (names.put(number, numbered ? matcher.group(2).strip() : line) != null) {
        throw CissException.failure("%s names number %d twice; remove one line", file, number);
      }
      next = number + 1;
    }
    names.remove(LabelSpace.VOID);
    return labelSpace(file, names);
  }

  private static LabelSpace labelSpace(Path file, Map<Integer, String> names) {
    int first = names.containsKey(0) ? 0 : 1;
    for (int number = first; number < first + names.size(); number++) {
      if (!names.containsKey(number)) {
        throw CissException.failure(
            "%s has no name for number %d; expected all numbers from 0 (background) or 1 on",
            file, number);
      }
    }
    List<String> list = new ArrayList<>(names.values());
    try {
      return first == 0
          ? new LabelSpace("folder", list)
          : LabelSpace.withoutBackground("folder", list);
    } catch (CissException e) {
      throw CissException.failure("%s: %s", file, e.getMessage()).withCause(e);
    }
  }
}
