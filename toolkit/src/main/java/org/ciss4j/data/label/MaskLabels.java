// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.label;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.scenario.LabelSpace;

/** What the numbers in mask files mean: the class, background or void that each stands for. */
public final class MaskLabels {
  private static final int NUMBERS = 256;
  private static final short UNKNOWN = -1;

  /** How many unknown numbers a message lists. */
  private static final int SHOWN = 8;

  /** More unknown numbers than this are no slip of a pen. */
  private static final int MANY = 24;

  private final short[] table;

  private MaskLabels(short[] table) {
    this.table = table;
  }

  /** Masks that store ids as they are, and 255 for void. */
  public static MaskLabels ids(LabelSpace labelSpace) {
    return of(
        IntStream.range(labelSpace.hasBackground() ? 0 : 1, labelSpace.size())
            .boxed()
            .collect(Collectors.toMap(id -> id, id -> id)));
  }

  /**
   * Masks that store other numbers.
   *
   * @param idOf the id of each number; 255 is void if it is not among them
   */
  public static MaskLabels of(Map<Integer, Integer> idOf) {
    short[] table = new short[NUMBERS];
    Arrays.fill(table, UNKNOWN);
    table[LabelSpace.VOID] = LabelSpace.VOID;
    idOf.forEach((number, id) -> table[number] = (short) (int) id);
    return new MaskLabels(table);
  }

  /** The same, with 0 standing for void where it does not stand for a class. */
  public MaskLabels withZeroVoid() {
    short[] copy = table.clone();
    copy[0] = copy[0] == UNKNOWN ? LabelSpace.VOID : copy[0];
    return new MaskLabels(copy);
  }

  /** Whether a number stands for something: a class, the background or void. */
  public boolean knows(int number) {
    return table[number] != UNKNOWN;
  }

  /** The id that a number stands for; only for a number that is known. */
  public int idOf(int number) {
    return table[number];
  }

  /**
   * The ids of a mask, in a new array.
   *
   * @throws CissException of kind failure if it holds a number that stands for nothing
   */
  public byte[] idsOf(byte[] numbers, Path file) {
    byte[] ids = new byte[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      short id = table[Byte.toUnsignedInt(numbers[i])];
      if (id == UNKNOWN) {
        throw CissException.failure("%s", unknown(file, numbersIn(numbers)));
      }
      ids[i] = (byte) id;
    }
    return ids;
  }

  private static Set<Integer> numbersIn(byte[] bytes) {
    Set<Integer> numbers = new TreeSet<>();
    for (byte number : bytes) {
      numbers.add(Byte.toUnsignedInt(number));
    }
    return numbers;
  }

  /**
   * What to say of a mask with numbers that stand for nothing.
   *
   * @param numbers all that it holds
   */
  public String unknown(Path file, Set<Integer> numbers) {
    List<Integer> unknown = numbers.stream().filter(number -> !knows(number)).sorted().toList();
    return String.format(
        Locale.ROOT,
        "mask %s holds label%s %s; expected %s or %d (void), so correct the mask or the class"
            + " list%s",
        file,
        unknown.size() == 1 ? "" : "s",
        listed(unknown),
        expected(),
        LabelSpace.VOID,
        likelyReason(numbers, unknown.size()));
  }

  private static String listed(List<Integer> numbers) {
    String some =
        numbers.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    return numbers.size() <= SHOWN ? some : some + " and " + (numbers.size() - SHOWN) + " more";
  }

  private static String likelyReason(Set<Integer> numbers, int unknown) {
    if (VocColours.areGreys(numbers)) {
      return "; these are the greys of VOC's colours, so the palette was lost when the mask was"
          + " converted, and the numbers with it: take the mask as it was before";
    }
    return unknown < MANY
        ? ""
        : "; so many numbers come from a mask that was smoothed when it was scaled, or that was a"
            + " JPEG once, or is a photograph";
  }

  /** The known numbers as ranges: "0 to 20", "1 to 3, 7". */
  private String expected() {
    Stream<String> ranges =
        IntStream.range(0, LabelSpace.VOID)
            .filter(number -> knows(number) && (number == 0 || !knows(number - 1)))
            .mapToObj(this::range);
    return ranges.collect(Collectors.joining(", "));
  }

  private String range(int first) {
    int last = first;
    while (last + 1 < LabelSpace.VOID && knows(last + 1)) {
      last++;
    }
    return first == last ? Integer.toString(first) : first + " to " + last;
  }
}
