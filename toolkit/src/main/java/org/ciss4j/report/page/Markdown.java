// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A report as Markdown with aligned tables; what only a picture can show is left out. */
public final class Markdown {
  private Markdown() {}

  /** The text of a report, which ends with a line break. */
  public static String render(Document document) {
    List<String> parts = new ArrayList<>();
    parts.add("# " + escaped(document.title()));
    parts.add(
        document.facts().stream()
            .map(fact -> "- " + escaped(fact.name()) + ": " + escaped(fact.value()))
            .collect(Collectors.joining("\n")));
    for (Document.Section section : document.sections()) {
      List<String> blocks =
          section.blocks().stream().map(Markdown::block).filter(text -> !text.isEmpty()).toList();
      if (!blocks.isEmpty()) {
        parts.add("## " + escaped(section.title()));
        parts.addAll(blocks);
      }
    }
    return String.join("\n\n", parts) + "\n";
  }

  private static String block(Block block) {
    if (block instanceof Block.Text text) {
      return escaped(text.text());
    }
    if (block instanceof Block.Command command) {
      return "```\n" + command.text() + "\n```";
    }
    return block instanceof Block.Table table ? table(table) : "";
  }

  private static String table(Block.Table table) {
    List<Integer> widths =
        IntStream.range(0, table.columns().size()).mapToObj(i -> width(table, i)).toList();
    Stream<String> head =
        Stream.of(
            line(table, widths, i -> escaped(table.columns().get(i).title())),
            line(table, widths, i -> rule(table.columns().get(i), widths.get(i))));
    Stream<String> rows =
        table.rows().stream().map(row -> line(table, widths, i -> text(row.get(i))));
    return escaped(table.caption())
        + "\n\n"
        + Stream.concat(head, rows).collect(Collectors.joining("\n"));
  }

  private static int width(Block.Table table, int column) {
    int cells =
        table.rows().stream().mapToInt(row -> text(row.get(column)).length()).max().orElse(0);
    return Math.max(3, Math.max(cells, escaped(table.columns().get(column).title()).length()));
  }

  private static String line(
      Block.Table table, List<Integer> widths, java.util.function.IntFunction<String> text) {
    return IntStream.range(0, widths.size())
        .mapToObj(i -> padded(text.apply(i), widths.get(i), table.columns().get(i).numeric()))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String rule(Block.Column column, int width) {
    return column.numeric() ? "-".repeat(width - 1) + ":" : "-".repeat(width);
  }

  private static String padded(String text, int width, boolean right) {
    String space = " ".repeat(width - text.length());
    return right ? space + text : text + space;
  }

  private static String text(Block.Cell cell) {
    String text = escaped(cell.text());
    return cell.strong() && !text.isBlank() ? "**" + text + "**" : text;
  }

  /** Takes the meaning from characters that Markdown reads as markup. */
  private static String escaped(String text) {
    return Objects.requireNonNull(text)
        .replaceAll("\\R", " ")
        .replaceAll("([\\\\`*_\\[\\]<>|&])", "\\\\$1");
  }
}
