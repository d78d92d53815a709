// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.ciss4j.common.CissException;
import org.ciss4j.scenario.LabelSpace;

/**
 * What a look at the files of one image found.
 *
 * @param id the image
 * @param pixels number of pixels of each label, by data set id, background and void included;
 *     labels that do not occur are left out; empty if the mask cannot be read
 * @param problems all that is wrong; empty if the image is sound
 * @param turned whether the image is read as its camera was held, rather than as it is stored
 */
public record Inspection(
    String id, Map<Integer, Long> pixels, List<Problem> problems, boolean turned) {

  /** Copies the collections; labels in ascending order. */
  public Inspection {
    pixels = Collections.unmodifiableMap(new TreeMap<>(pixels));
    problems = List.copyOf(problems);
  }

  /** Of an image that is read as it is stored. */
  public Inspection(String id, Map<Integer, Long> pixels, List<Problem> problems) {
    this(id, pixels, problems, false);
  }

  /** Of an image that either can be read or cannot. */
  static Inspection of(String id, Supplier<LabeledImage> read) {
    Problems problems = new Problems();
    Map<Integer, Long> pixels =
        problems
            .attempt(Problem.Kind.BROKEN_IMAGE, "image " + id, read)
            .map(image -> count(image.label()))
            .orElse(Map.of());
    return new Inspection(id, pixels, problems.list());
  }

  /** The number of pixels of each number that occurs. */
  public static Map<Integer, Long> count(byte[] numbers) {
    long[] counts = new long[LabelSpace.VOID + 1];
    for (byte number : numbers) {
      counts[Byte.toUnsignedInt(number)]++;
    }
    Map<Integer, Long> result = new TreeMap<>();
    for (int number = 0; number < counts.length; number++) {
      if (counts[number] > 0) {
        result.put(number, counts[number]);
      }
    }
    return result;
  }

  /** The classes that occur, background and void left out. */
  public Set<Integer> foreground() {
    Set<Integer> result = new HashSet<>(pixels.keySet());
    result.removeAll(Set.of(LabelSpace.BACKGROUND, LabelSpace.VOID));
    return Set.copyOf(result);
  }

  /**
   * This inspection, if it found no problem.
   *
   * @throws CissException of kind failure that tells the first one
   */
  public Inspection requireSound() {
    if (!problems.isEmpty()) {
      throw CissException.failure("%s", problems.get(0).message());
    }
    return this;
  }

  /** Problems as they are met. */
  public static final class Problems {
    private final List<Problem> met = new ArrayList<>();

    /** Notes a problem; {@link Problem} says what the message tells. */
    public void add(Problem.Kind kind, String message) {
      met.add(new Problem(kind, message));
    }

    /**
     * Does a piece of work, and notes what makes it fail, so that no file ends the look at the
     * rest.
     *
     * @param subject what is looked at, for the message of a failure that nobody foresaw
     */
    public <T> Optional<T> attempt(Problem.Kind kind, Object subject, Supplier<T> work) {
      try {
        return Optional.of(work.get());
      } catch (CissException problem) {
        add(kind, String.valueOf(problem.getMessage()));
      } catch (RuntimeException | OutOfMemoryError problem) {
        add(
            kind,
            subject + " cannot be looked at (" + problem + "); scale it down or fetch it again");
      }
      return Optional.empty();
    }

    /** All that were met so far, in order. */
    public List<Problem> list() {
      return met;
    }
  }
}
