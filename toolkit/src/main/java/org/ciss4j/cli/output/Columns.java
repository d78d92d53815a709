// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.List;
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
    List<Integer> widths =
        IntStream.range(0, rows.get(0).size()).mapToObj(column -> width(rows, column)).toList();
    return rows.stream().map(row -> line(row, widths, words));
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String line(List<String> row, List<Integer> widths, int words) {
    return IntStream.range(0, row.size())
        .mapToObj(
            column -> {
              String cell = row.get(column);
              String space = " ".repeat(widths.get(column) - cell.length());
              return column < words ? cell + space : space + cell;
            })
        .collect(Collectors.joining(GAP));
  }
}
