// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.scenario.LabelSpace;

/**
 * What the numbers or colours in masks stand for.
 *
 * @param classNames by id, from 1 on, without background
 * @param hasBackground whether one of them stands for the background
 * @param idOf the id of each number or colour 0xRRGGBB
 * @param byColour whether colours are looked up, else numbers
 */
record LabelTable(
    List<String> classNames, boolean hasBackground, Map<Integer, Integer> idOf, boolean byColour) {
  private static final int SHOWN = 4;

  /** While lines are read. */
  static final class Builder {
    private final ClassNames names = new ClassNames();
    private final Map<Integer, Integer> idOf = new HashMap<>();
    private final Path file;
    private final boolean byColour;
    private boolean hasBackground;

    Builder(Path file, boolean byColour) {
      this.file = file;
      this.byColour = byColour;
    }

    /** Several numbers may stand for one class. */
    void add(int number, String name) {
      int id = names.add(name);
      hasBackground |= id == LabelSpace.BACKGROUND;
      Integer other = idOf.put(number, id);
      if (other != null && other != id) {
        throw CissException.failure(
            "%s says two things of %s; remove one line", file, shown(number, byColour));
      }
    }

    LabelTable build() {
      if (names.all().isEmpty()) {
        throw CissException.failure("%s names no class", file);
      }
      return new LabelTable(names.all(), hasBackground, idOf, byColour);
    }
  }

  /**
   * The ids of a mask.
   *
   * @param othersVoid whether what the table lacks is void
   * @throws CissException of kind failure if it is not, and such pixels are there
   */
  Pixels labels(Path file, NumberMask mask, boolean othersVoid) {
    int[] numbers = byColour ? colours(file, mask) : numbers(file, mask);
    byte[] labels = new byte[numbers.length];
    Map<Integer, Integer> unknown = new HashMap<>();
    for (int i = 0; i < labels.length; i++) {
      Integer id = idOf.get(numbers[i]);
      if (id == null) {
        unknown.merge(numbers[i], 1, Integer::sum);
      }
      labels[i] = (byte) (id == null ? LabelSpace.VOID : id);
    }
    if (!unknown.isEmpty() && !othersVoid) {
      throw CissException.failure("%s", unknown(file, unknown, labels.length));
    }
    return new Pixels(mask.width(), mask.height(), labels);
  }

  private static int[] numbers(Path file, NumberMask mask) {
    if (mask.isColour()) {
      throw CissException.failure(
          "mask %s holds colours, and numbers were expected; import it with --format colours",
          file);
    }
    return mask.numbers();
  }

  /** Programs that make files small store grey where no other colour occurs. */
  private int[] colours(Path file, NumberMask mask) {
    int[] colours = mask.colours();
    boolean isGrey = !mask.isColour() && mask.palette() == null;
    if (colours == null || (isGrey && !Arrays.stream(colours).allMatch(idOf::containsKey))) {
      throw CissException.failure(
          "mask %s is grey, and colours were expected; import it with --format numbers", file);
    }
    return colours;
  }

  private String unknown(Path file, Map<Integer, Integer> unknown, int pixels) {
    int count = unknown.values().stream().mapToInt(Integer::intValue).sum();
    String most =
        unknown.entrySet().stream()
            .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
            .limit(SHOWN)
            .map(entry -> shown(entry.getKey(), byColour))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "mask %s has %s in %.1f %% of its pixels that the class list does not name: %s%s; name"
            + " %s there, or take the rest for void with --others-void%s",
        file,
        byColour ? "colours" : "numbers",
        100.0 * count / pixels,
        most,
        unknown.size() > SHOWN ? ", ..." : "",
        unknown.size() == 1 ? "it" : "them",
        byColour && unknown.size() > 20
            ? " (so many come from edges that were smoothed, or from a JPEG)"
            : "");
  }

  private static String shown(int number, boolean colour) {
    return colour
        ? String.format(
            Locale.ROOT, "colour %d,%d,%d", number >> 16, number >> 8 & 0xFF, number & 0xFF)
        : "number " + number;
  }
}
