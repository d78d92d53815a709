// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Columns;

/**
 * Rows of text under columns, to be printed or to be shown by a notebook.
 *
 * @param columns titles from left to right
 * @param rows as many cells each as there are columns; in HTML, cells that are numbers stand to the
 *     right
 */
public record Table(List<String> columns, List<List<String>> rows) {
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.,]+(e[-+]?\\d+)?%?|-");

  /**
   * Copies the lists.
   *
   * @throws CissException of kind usage if a row has more or fewer cells than there are columns
   */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw CissException.usage(
            "expected %d cells, one for each of %s, got %d: %s",
            columns.size(), columns, row.size(), row);
      }
    }
  }

  /** A table without rows. */
  public static Table of(String... columns) {
    return new Table(List.of(columns), List.of());
  }

  /**
   * This table and one more row. Fractions are written with three digits, all else as text.
   *
   * @throws CissException of kind usage if there are not as many cells as columns
   */
  public Table row(Object... cells) {
    List<List<String>> more = new ArrayList<>(rows);
    more.add(List.of(cells).stream().map(Table::text).toList());
    return new Table(columns, more);
  }

  private static String text(Object cell) {
    return cell instanceof Double || cell instanceof Float
        ? String.format(Locale.ROOT, "%.3f", ((Number) cell).doubleValue())
        : cell.toString();
  }

  /** The columns as wide as their widest cell, numbers to the right. */
  @Override
  public String toString() {
    List<List<String>> all = Stream.concat(Stream.of(columns), rows.stream()).toList();
    return Columns.aligned(all, column -> !isNumeric(column))
        .map(line -> line.stripTrailing() + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty()
        && rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
  }

  /** An HTML table; what is no letter of HTML in a cell is escaped. */
  public String toHtml() {
    StringBuilder html = new StringBuilder("<table>\n");
    html.append("<thead>").append(tableRow(columns, "th")).append("</thead>\n<tbody>\n");
    rows.forEach(row -> html.append(tableRow(row, "td")).append('\n'));
    return html.append("</tbody>\n</table>\n").toString();
  }

  private String tableRow(List<String> cells, String tag) {
    StringBuilder row = new StringBuilder("<tr>");
    for (int i = 0; i < cells.size(); i++) {
      String align = isNumeric(i) ? "right" : "left";
      row.append(String.format(Locale.ROOT, "<%s style=\"text-align: %s\">", tag, align))
          .append(escaped(cells.get(i)))
          .append("</")
          .append(tag)
          .append('>');
    }
    return row.append("</tr>").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
