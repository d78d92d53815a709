// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.scenario.LabelSpace;

/**
 * What a close look at every image of a data set found.
 *
 * @param labelSpace the classes that labels refer to
 * @param images of each part, in the order of the data set
 * @param findings what the images of each part tell together
 */
public record DatasetInspection(
    LabelSpace labelSpace, Map<Split, List<Inspection>> images, Map<Split, PartFindings> findings) {

  /** Copies the lists. */
  public DatasetInspection {
    Map<Split, List<Inspection>> copy = new EnumMap<>(Split.class);
    images.forEach((split, list) -> copy.put(split, List.copyOf(list)));
    images = Collections.unmodifiableMap(copy);
    findings = Map.copyOf(findings);
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
   * @throws CissException of kind failure if the thread is interrupted, which it stays
   */
  public static DatasetInspection of(
      SegmentationDataset dataset, Function<Split, Progress> progress) {
    Map<Split, List<Inspection>> images = new EnumMap<>(Split.class);
    Map<Split, PartFindings> findings = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<Inspection> looks =
          ParallelLook.at(
              dataset.ids(split), dataset::inspect, untilInterrupted(progress.apply(split)));
      images.put(split, looks);
      findings.put(split, dataset.findings(split, looks));
    }
    return new DatasetInspection(dataset.labelSpace(), images, findings);
  }

  /** Nothing is lost by ending at once. */
  private static Progress untilInterrupted(Progress progress) {
    Thread caller = Thread.currentThread();
    return (done, total) -> {
      progress.update(done, total);
      if (caller.isInterrupted() && done < total) {
        throw CissException.failure("stopped after %d of %d images", done, total);
      }
    };
  }

  /** The images of a part. */
  public List<Inspection> of(Split split) {
    return images.getOrDefault(split, List.of());
  }

  /** What the images of a part tell together. */
  public PartFindings findings(Split split) {
    return findings.getOrDefault(split, PartFindings.NONE);
  }

  /** Whether no image has a problem, nor all of them together. */
  public boolean isSound() {
    return counts().isEmpty();
  }

  /** The number of problems of each kind that was met. */
  public Map<Problem.Kind, Long> counts() {
    Map<Problem.Kind, Long> counts = new EnumMap<>(Problem.Kind.class);
    Stream.concat(
            images.values().stream().flatMap(List::stream).map(Inspection::problems),
            findings.values().stream().map(PartFindings::problems))
        .flatMap(List::stream)
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
