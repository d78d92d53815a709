// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.common;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Text in columns, each as wide as its widest cell. */
public final class Columns {
  private static final String GAP = "  ";

  private Columns() {}

  /**
   * The rows as lines.
   *
   * @param rows of equal length
   * @param words number of columns that are flush left; the others hold numbers, flush right
   */
  public static Stream<String> aligned(List<List<String>> rows, int words) {
    return aligned(rows, column -> column < words);
  }

  /** The same with words in these columns. */
  public static Stream<String> aligned(List<List<String>> rows, IntPredicate words) {
    List<Integer> widths =
        IntStream.range(0, rows.get(0).size()).mapToObj(column -> width(rows, column)).toList();
    return rows.stream().map(row -> line(row, widths, words));
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String line(List<String> row, List<Integer> widths, IntPredicate words) {
    return IntStream.range(0, row.size())
        .mapToObj(
            column -> {
              String cell = row.get(column);
              String space = " ".repeat(widths.get(column) - cell.length());
              return words.test(column) ? cell + space : space + cell;
            })
        .collect(Collectors.joining(GAP));
  }
}
