// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import org.ciss4j.data.label.TextLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.scenario.CissException;
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

  private ClassLists(
      LabelSpace labelSpace, Map<String, Set<Integer>> train, Map<String, Set<Integer>> test) {
    this.labelSpace = labelSpace;
    this.train = train;
    this.test = test;
  }

  /**
   * Reads the lists.
   *
   * @param test the list of test images; null for none
   * @throws CissException of kind usage if a file cannot be read; of kind failure if a line is
   *     wrong or an image comes twice
   */
  public static ClassLists read(LabelSpace labelSpace, Path train, @Nullable Path test) {
    Map<String, Set<Integer>> trainImages = list(labelSpace, train);
    Map<String, Set<Integer>> testImages = test == null ? Map.of() : list(labelSpace, test);
    for (String id : testImages.keySet()) {
      if (trainImages.containsKey(id)) {
        throw CissException.failure(
            "%s is in %s and in %s; test images must not be trained on, so remove it from one list",
            id, train, test);
      }
    }
    return new ClassLists(labelSpace, trainImages, testImages);
  }

  private static Map<String, Set<Integer>> list(LabelSpace labelSpace, Path file) {
    Map<String, Set<Integer>> images = new LinkedHashMap<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String place = file + " line " + (i + 1);
      String[] words = line.split("\\s+");
      Set<Integer> classes =
          Stream.of(words)
              .skip(1)
              .map(word -> label(labelSpace, word, place))
              .filter(id -> id != LabelSpace.BACKGROUND && id != LabelSpace.VOID)
              .collect(Collectors.toUnmodifiableSet());
      if (images.put(words[0], classes) != null) {
        throw CissException.failure("%s names %s again; name every image once", place, words[0]);
      }
    }
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

  private static int label(LabelSpace labelSpace, String word, String place) {
    int id = word.matches("\\d{1,3}") ? Integer.parseInt(word) : -1;
    if (id != LabelSpace.VOID && !labelSpace.contains(id)) {
      throw CissException.failure(
          "%s holds %s, which is no class of %s; expected an image id and ids of classes, 1 to %d",
          place, word, labelSpace.name(), labelSpace.size() - 1);
    }
    return id;
  }

  private Map<String, Set<Integer>> images(Split split) {
    return split == Split.TRAIN ? train : test;
  }

  @Override
  public String name() {
    return labelSpace.name();
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
}
