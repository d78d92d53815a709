// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ciss4j.common.Seeds;
import org.ciss4j.result.MemoryImage;

/**
 * Class-balanced choice of images, as in the codes of SSUL and DKD: images and classes are
 * shuffled, then each class in turn takes the first image left that shows it, until the memory is
 * full. A class without images left passes; where all pass, the memory stays smaller.
 */
final class MemorySampler {
  private final Map<Integer, Iterator<String>> queues = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Set<Integer>> candidates;
  private final List<Integer> classes;

  /**
   * With nothing chosen.
   *
   * @param order of the images, in which they are taken
   * @param classes in the order in which they take
   */
  MemorySampler(Map<String, Set<Integer>> candidates, List<String> order, List<Integer> classes) {
    this.candidates = candidates;
    this.classes = classes;
    for (int id : classes) {
      queues.put(id, order.stream().filter(image -> shows(image, id)).iterator());
    }
  }

  private boolean shows(String image, int id) {
    return candidates.getOrDefault(image, Set.of()).contains(id);
  }

  /**
   * Chooses from candidates.
   *
   * @param candidates images by name, with the classes that they show as data set ids
   * @param oldClasses the classes to remember
   * @param size how many images, if there are as many that show one of the classes
   * @param seeds decide; the order of the candidates does not
   * @return in the order in which they were chosen
   */
  static List<MemoryImage> sample(
      Map<String, Set<Integer>> candidates, List<Integer> oldClasses, int size, Seeds seeds) {
    List<Integer> classes = new ArrayList<>(oldClasses);
    Collections.shuffle(classes, seeds.child("classes").random());
    List<String> order = new ArrayList<>(candidates.keySet().stream().sorted().toList());
    Collections.shuffle(order, seeds.child("images").random());
    return new MemorySampler(candidates, order, classes).fill(size);
  }

  /** Chooses so many images. */
  List<MemoryImage> fill(int size) {
    List<MemoryImage> memory = new ArrayList<>();
    int before = -1;
    while (memory.size() < size && memory.size() > before) {
      before = memory.size();
      for (int id : classes) {
        if (memory.size() < size) {
          next(id).ifPresent(image -> memory.add(chosen(image, id)));
        }
      }
    }
    return memory;
  }

  private Optional<String> next(int id) {
    Iterator<String> queue = queues.getOrDefault(id, Collections.emptyIterator());
    while (queue.hasNext()) {
      String image = queue.next();
      if (taken.add(image)) {
        return Optional.of(image);
      }
    }
    return Optional.empty();
  }

  private MemoryImage chosen(String image, int id) {
    return new MemoryImage(
        image, id, candidates.getOrDefault(image, Set.of()).stream().sorted().toList());
  }
}
