// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.label;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.LabelSpace;

/** What the numbers in mask files mean: the class, background or void that each stands for. */
public final class MaskLabels {
  private static final int NUMBERS = 256;
  private static final short UNKNOWN = -1;

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

  /** The same, with every number that stands for nothing standing for void. */
  public MaskLabels withOthersVoid() {
    short[] copy = table.clone();
    for (int number = 0; number < NUMBERS; number++) {
      copy[number] = copy[number] == UNKNOWN ? LabelSpace.VOID : copy[number];
    }
    return new MaskLabels(copy);
  }

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
        throw CissException.failure("%s", unknown(file, Byte.toUnsignedInt(numbers[i])));
      }
      ids[i] = (byte) id;
    }
    return ids;
  }

  /** What to say of a number that stands for nothing. */
  public String unknown(Path file, int number) {
    return String.format(
        Locale.ROOT,
        "mask %s holds label %d; expected %s or %d (void), so correct the mask or the class list",
        file,
        number,
        expected(),
        LabelSpace.VOID);
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
