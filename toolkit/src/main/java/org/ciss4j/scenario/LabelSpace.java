// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;

/**
 * The classes of a data set: the index of a name is the id in its label images.
 *
 * <p>Id 0 is the background, ids 1 to {@code size() - 1} are the foreground classes, and 255 is
 * void: a pixel that is marked as belonging to no class at all.
 *
 * <p>Some data sets, such as Cityscapes, have no background: whatever is no class is void there,
 * and no label is 0. Id 0 keeps its place, as that of a pixel that is given no class: a network
 * that trusts none of its classes still says 0, which scores as a miss, and in training 0 stands
 * for old and future classes.
 *
 * @param name short name of the label space, such as {@code voc}
 * @param classNames distinct names of the classes by id, background (or {@value #NONE}) first; 2 to
 *     255 of them
 */
public record LabelSpace(String name, List<String> classNames) {
  /** What id 0 is called where there is no background. */
  public static final String NONE = "(none)";

  /** The id of the background class. */
  public static final int BACKGROUND = 0;

  /** The label of pixels that belong to no class. */
  public static final int VOID = 255;

  private static final List<String> VOC_NAMES =
      List.of(
          "background",
          "aeroplane",
          "bicycle",
          "bird",
          "boat",
          "bottle",
          "bus",
          "car",
          "cat",
          "chair",
          "cow",
          "diningtable",
          "dog",
          "horse",
          "motorbike",
          "person",
          "pottedplant",
          "sheep",
          "sofa",
          "train",
          "tvmonitor");

  /**
   * Copies the names and checks them.
   *
   * @throws CissException if a name is blank or given twice, or if there are too few or too many
   */
  public LabelSpace {
    classNames = List.copyOf(classNames);
    requireNamed(name, classNames);
    requireDistinct(name, classNames);
    if (classNames.size() < 2 || classNames.size() > VOID) {
      throw CissException.usage(
          "label space %s has %d names; expected the background and 1 to %d classes",
          name, classNames.size(), VOID - 1);
    }
  }

  /**
   * A label space of these classes, with ids from 1 on, and no background.
   *
   * @throws CissException if a name is blank or given twice, or if there are too few or too many
   */
  public static LabelSpace withoutBackground(String name, List<String> foreground) {
    return new LabelSpace(name, Stream.concat(Stream.of(NONE), foreground.stream()).toList());
  }

  /**
   * The background and 20 classes of PASCAL VOC 2012, in their official (alphabetical) order;
   * called {@code voc}.
   */
  public static LabelSpace pascalVoc() {
    return new LabelSpace("voc", VOC_NAMES);
  }

  /** The number of ids, that of the background included whether there is one or not. */
  public int size() {
    return classNames.size();
  }

  /** Whether pixels can be background; if not, the name of id 0 is {@value #NONE}. */
  public boolean hasBackground() {
    return !classNames.get(BACKGROUND).equals(NONE);
  }

  /** The ids of the foreground classes, 1 to {@code size() - 1}. */
  public List<Integer> foreground() {
    return IntStream.range(1, size()).boxed().toList();
  }

  /** The names of the foreground classes, in the order of their ids. */
  public List<String> foregroundNames() {
    return classNames.subList(1, size());
  }

  /** Whether a label is the id of a class; void is not. */
  public boolean contains(int id) {
    return id >= 0 && id < size();
  }

  /**
   * The name of a class.
   *
   * @throws CissException if there is no class of this id
   */
  public String nameOf(int id) {
    if (!contains(id)) {
      throw CissException.usage(
          "label space %s has ids 0 to %d; there is no class %d", name, size() - 1, id);
    }
    return classNames.get(id);
  }

  private static void requireNamed(String name, List<String> classNames) {
    if (name.isBlank()) {
      throw CissException.usage("a label space needs a name such as voc; it came blank");
    }
    int blank =
        IntStream.range(0, classNames.size())
            .filter(i -> classNames.get(i).isBlank())
            .findFirst()
            .orElse(-1);
    if (blank >= 0) {
      throw CissException.usage(
          "label space %s has no name for class %d; give every class one", name, blank);
    }
  }

  private static void requireDistinct(String name, List<String> classNames) {
    Set<String> met = new HashSet<>();
    for (String className : classNames) {
      if (!met.add(className)) {
        throw CissException.usage(
            "label space %s names %s twice; names must be distinct", name, className);
      }
    }
  }
}
