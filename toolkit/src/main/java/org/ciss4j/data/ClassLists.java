// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.label.TextLines;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * A data set known by lists alone, without any image: a line for each image, its id and the ids of
 * the classes that it shows, separated by spaces ({@code 2007_000032 1 15}). 0 and 255 may be left
 * out; empty lines and lines that start with # are skipped.
 */
public final class ClassLists implements ImageIndex {
  private final LabelSpace labelSpace;
  private final Map<String, Set<Integer>> train;
  private final Map<String, Set<Integer>> test;
  private final Numbers numbers;

  /** What the numbers in lists are. */
  public enum Numbers {
    /** Ids of classes; refused where they look as if they counted from 0. */
    LIKELY_IDS,
    /** Ids of classes, 0 being the background. */
    IDS,
    /** Ids less one, 0 being the first class: the lists of SSUL and of what descends from it. */
    ZERO_BASED;

    /**
     * What somebody says of them.
     *
     * @param zeroBased whether they count from 0; null if nothing was said
     */
    public static Numbers of(@Nullable Boolean zeroBased) {
      return zeroBased == null ? LIKELY_IDS : zeroBased ? ZERO_BASED : IDS;
    }
  }

  private ClassLists(
      LabelSpace labelSpace,
      Map<String, Set<Integer>> train,
      Map<String, Set<Integer>> test,
      Numbers numbers) {
    this.labelSpace = labelSpace;
    this.train = train;
    this.test = test;
    this.numbers = numbers;
  }

  /** As {@link #read(LabelSpace, Path, Path, Numbers)} where the numbers are likely ids. */
  public static ClassLists read(LabelSpace labelSpace, Path train, @Nullable Path test) {
    return read(labelSpace, train, test, Numbers.LIKELY_IDS);
  }

  /**
   * Reads the lists.
   *
   * @param test the list of test images; null for none
   * @throws CissException of kind usage if a file cannot be read, or its numbers look as if they
   *     counted from 0 and nobody said so; of kind failure if a line is wrong, an image comes
   *     twice, or a list names no image or no class
   */
  public static ClassLists read(
      LabelSpace labelSpace, Path train, @Nullable Path test, Numbers numbers) {
    Map<String, Set<Integer>> trainImages = list(labelSpace, train, numbers);
    Map<String, Set<Integer>> testImages =
        test == null ? Map.of() : list(labelSpace, test, numbers);
    requireIds(labelSpace, train, trainImages, testImages, numbers);
    for (String id : testImages.keySet()) {
      if (trainImages.containsKey(id)) {
        throw CissException.failure(
            "%s is in %s and in %s; test images must not be trained on, so remove it from one list",
            id, train, test);
      }
    }
    return new ClassLists(labelSpace, classes(trainImages), classes(testImages), numbers);
  }

  /** The data set ids that each image of a list names, background and void among them. */
  private static Map<String, Set<Integer>> list(LabelSpace labelSpace, Path file, Numbers numbers) {
    Map<String, Set<Integer>> images = new LinkedHashMap<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String place = file + " line " + (i + 1);
      String[] words = line.split("\\s+");
      requireSpaces(place, words);
      Set<Integer> ids =
          Stream.of(words)
              .skip(1)
              .map(word -> id(labelSpace, word, place, numbers))
              .collect(Collectors.toCollection(TreeSet::new));
      if (images.put(words[0], ids) != null) {
        throw CissException.failure("%s names %s again; name every image once", place, words[0]);
      }
    }
    requireClasses(file, images);
    return images;
  }

  private static List<String> lines(Path file) {
    if (!Files.isRegularFile(file)) {
      throw CissException.usage(
          "class list %s %s; name a file with lines such as 2007_000032 1 15",
          file, Files.exists(file) ? "is not a file" : "does not exist");
    }
    return TextLines.of(file);
  }

  private static void requireSpaces(String place, String... words) {
    if (words.length == 1 && words[0].matches(".*[,;|].*")) {
      throw CissException.failure(
          "%s, \"%s\", is one word; separate the image id and the ids of classes by spaces, as in"
              + " 2007_000032 1 15",
          place, words[0]);
    }
  }

  private static int id(LabelSpace labelSpace, String word, String place, Numbers numbers) {
    int first = numbers == Numbers.ZERO_BASED ? 1 : 0;
    int number = word.matches("\\d{1,3}") ? Integer.parseInt(word) : -1;
    if (number == LabelSpace.VOID) {
      return LabelSpace.VOID;
    }
    if (number < 0 || !labelSpace.contains(number + first)) {
      throw CissException.failure(
          "%s holds %s, which is no class of %s; expected an image id and ids of classes, %d to"
              + " %d%s",
          place,
          word,
          labelSpace.name(),
          1 - first,
          labelSpace.size() - 1 - first,
          number == labelSpace.size() - 1
              ? "; leave --zero-based out where they count from 1"
              : "");
    }
    return number + first;
  }

  private static void requireClasses(Path file, Map<String, Set<Integer>> images) {
    if (images.isEmpty()) {
      throw CissException.failure(
          "class list %s is empty; write lines such as 2007_000032 1 15", file);
    }
    if (images.values().stream().allMatch(Set::isEmpty)) {
      throw CissException.failure(
          "class list %s names no class; write the ids of the classes that an image shows behind"
              + " its id: 2007_000032 1 15",
          file);
    }
  }

  /** Lists that count from 0 name it for the first class, and never the highest id. */
  private static void requireIds(
      LabelSpace labelSpace,
      Path train,
      Map<String, Set<Integer>> trainImages,
      Map<String, Set<Integer>> testImages,
      Numbers numbers) {
    Set<Integer> met = new LinkedHashSet<>();
    trainImages.values().forEach(met::addAll);
    testImages.values().forEach(met::addAll);
    int last = labelSpace.size() - 1;
    if (numbers == Numbers.LIKELY_IDS && met.contains(0) && !met.contains(last)) {
      throw CissException.usage(
          "class list %s names 0, and never %d (%s): it seems to count classes from 0, as the lists"
              + " of SSUL do; say --zero-based if it does, and --no-zero-based if 0 is the"
              + " background",
          train, last, labelSpace.nameOf(last));
    }
  }

  private static Map<String, Set<Integer>> classes(Map<String, Set<Integer>> images) {
    Map<String, Set<Integer>> classes = new LinkedHashMap<>();
    images.forEach(
        (image, ids) -> {
          Set<Integer> foreground = new TreeSet<>(ids);
          foreground.removeAll(Set.of(LabelSpace.BACKGROUND, LabelSpace.VOID));
          classes.put(image, Set.copyOf(foreground));
        });
    return classes;
  }

  private Map<String, Set<Integer>> images(Split split) {
    return split == Split.TRAIN ? train : test;
  }

  @Override
  public LabelSpace labelSpace() {
    return labelSpace;
  }

  @Override
  public List<String> ids(Split split) {
    return List.copyOf(images(split).keySet());
  }

  @Override
  public Set<Integer> classesIn(String id) {
    Set<Integer> classes = train.containsKey(id) ? train.get(id) : test.get(id);
    if (classes == null) {
      throw CissException.usage("the class lists have no image %s", id);
    }
    return classes;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: lists of %d training and %d test images, classes counted from %d",
        name(),
        train.size(),
        test.size(),
        numbers == Numbers.ZERO_BASED ? 0 : 1);
  }
}
