// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.ciss4j.scenario.LabelSpace;

/**
 * What a close look at every image of a data set found.
 *
 * @param labelSpace the classes that labels refer to
 * @param images of each part, in the order of the data set
 */
public record DatasetInspection(LabelSpace labelSpace, Map<Split, List<Inspection>> images) {

  /** Copies the lists. */
  public DatasetInspection {
    Map<Split, List<Inspection>> copy = new EnumMap<>(Split.class);
    images.forEach((split, list) -> copy.put(split, List.copyOf(list)));
    images = Collections.unmodifiableMap(copy);
  }

  /**
   * How often a class occurs.
   *
   * @param label its data set id
   * @param images number of images that show it
   * @param pixels number of its pixels
   */
  public record ClassCount(int label, long images, long pixels) {}

  /**
   * Looks at all images; never stops at a problem.
   *
   * @param progress what hears of the images of each part
   */
  public static DatasetInspection of(
      SegmentationDataset dataset, Function<Split, Progress> progress) {
    Map<Split, List<Inspection>> images = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      images.put(
          split, ParallelLook.at(dataset.ids(split), dataset::inspect, progress.apply(split)));
    }
    return new DatasetInspection(dataset.labelSpace(), images);
  }

  /** The images of a part. */
  public List<Inspection> of(Split split) {
    return images.getOrDefault(split, List.of());
  }

  /** Whether no image has a problem. */
  public boolean isSound() {
    return counts().isEmpty();
  }

  /** The number of problems of each kind that was met. */
  public Map<Problem.Kind, Long> counts() {
    Map<Problem.Kind, Long> counts = new EnumMap<>(Problem.Kind.class);
    images.values().stream()
        .flatMap(List::stream)
        .flatMap(image -> image.problems().stream())
        .forEach(problem -> counts.merge(problem.kind(), 1L, Long::sum));
    return Collections.unmodifiableMap(counts);
  }

  /** Every class of the label space, the background if it has one, and void, by id. */
  public List<ClassCount> classCounts(Split split) {
    int first = labelSpace.hasBackground() ? 0 : 1;
    return IntStream.concat(
            IntStream.range(first, labelSpace.size()), IntStream.of(LabelSpace.VOID))
        .mapToObj(label -> count(split, label))
        .toList();
  }

  private ClassCount count(Split split, int label) {
    List<Long> pixels =
        of(split).stream()
            .map(image -> image.pixels().getOrDefault(label, 0L))
            .filter(count -> count > 0)
            .toList();
    return new ClassCount(label, pixels.size(), pixels.stream().mapToLong(Long::longValue).sum());
  }

  /** The number of pixels of a part, those of void included. */
  public long pixels(Split split) {
    return of(split).stream()
        .flatMap(image -> image.pixels().values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }
}
