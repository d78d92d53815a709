// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.jspecify.annotations.Nullable;

/**
 * Lists that say which colours are which classes: a name and a colour a line, in any order, and
 * perhaps a number of the class.
 *
 * <p>A colour is three numbers, with brackets or quotes around them or not, or {@code #RRGGBB} or
 * {@code 0xRRGGBB}. Where four numbers stand side by side, the title of the columns says which of
 * them are the colour; without one, the first or the last of them has to count the lines.
 */
final class ColourLines {
  private static final String SEPARATOR = "(?:\\s*[\\s,;:|=]\\s*)";
  private static final String NUMBER = "-?\\d{1,5}";
  private static final Pattern CVAT = Pattern.compile("(.+?):(\\d+),(\\d+),(\\d+):.*");
  private static final Pattern QUOTED_NUMBER = Pattern.compile("([\"'])(" + NUMBER + ")\\1");
  private static final Pattern BRACKETS =
      Pattern.compile(
          "(?:(?i:rgb)\\s*)?[\\[({\"']\\s*(\\d+)SEP(\\d+)SEP(\\d+)\\s*[\\])}\"']"
              .replace("SEP", "\\s*[\\s,;]\\s*"));
  private static final Pattern HEX =
      Pattern.compile("([\"']?)(?<![\\w&])(?:#|0[xX])(\\p{XDigit}{6})\\b\\1");
  private static final Pattern FRONT = Pattern.compile("(" + NUMBER + ")" + SEPARATOR + "(.*)");
  private static final Pattern BEHIND = Pattern.compile("(.*?)" + SEPARATOR + "(" + NUMBER + ")");
  private static final Pattern CELL =
      Pattern.compile("\\s*(?:\"([^\"]*)\"|'([^']*)'|([^,;\\t]*))\\s*(?:[,;\\t]|$)");

  private static final List<List<String>> CHANNELS =
      List.of(List.of("r", "red"), List.of("g", "green"), List.of("b", "blue"));

  /** What the column of the names of classes is called. */
  static final List<String> NAMES =
      List.of(
          "name",
          "class",
          "label",
          "category",
          "class name",
          "class_name",
          "classname",
          "names",
          "labels");

  private static final int RGB = 3;
  private static final int BYTE = 255;

  private final Path file;
  private final LabelTable.Builder table;

  /**
   * A line.
   *
   * @param colour where it is written in a way that only colours have, else null
   * @param front numbers in front of the name
   * @param behind those behind it
   */
  private record Row(
      String line,
      @Nullable Integer colour,
      List<Integer> front,
      String name,
      List<Integer> behind) {

    /** How many numbers of which kind there are where. */
    List<Integer> shape() {
      return List.of(colour == null ? 0 : 1, front.size(), behind.size());
    }

    Row with(int rgb, List<Integer> newFront, List<Integer> newBehind) {
      return new Row(line, rgb, newFront, name, newBehind);
    }

    /** The name with the numbers around it. */
    String wholeName() {
      return Stream.of(front.stream(), Stream.of(name), behind.stream())
          .flatMap(part -> part)
          .map(String::valueOf)
          .collect(Collectors.joining(" "));
    }
  }

  private ColourLines(Path file) {
    this.file = file;
    this.table = new LabelTable.Builder(file, true);
  }

  /**
   * Reads colours.
   *
   * @throws CissException of kind failure that names the line which has none, or where it is not
   *     plain which numbers are the colour
   */
  static LabelTable read(Path file) {
    ColourLines read = new ColourLines(file);
    ClassLines.Text text = ClassLines.text(file);
    if (text.title() == null || !read.addColumns(text.title(), text.lines())) {
      read.addRows(text.lines().stream().map(read::row).toList());
    }
    return read.table.build();
  }

  /** Reads a table whose title names its columns; false if it does not. */
  private boolean addColumns(String title, List<String> lines) {
    List<String> words = cells(title.toLowerCase(Locale.ROOT), 2);
    int[] channels = CHANNELS.stream().mapToInt(names -> indexOf(words, names)).toArray();
    int name = indexOf(words, NAMES);
    if (name < 0 || Arrays.stream(channels).anyMatch(column -> column < 0)) {
      return false;
    }
    List<List<String>> rows = lines.stream().map(line -> cells(line, words.size())).toList();
    if (rows.stream().anyMatch(row -> row.size() < words.size())) {
      return false; // The lines are separated in another way than their title.
    }
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      String line = lines.get(i);
      List<Integer> colour =
          Arrays.stream(channels).mapToObj(column -> number(row.get(column), line)).toList();
      table.add(rgb(colour, line), ClassLines.named(row.get(name)));
    }
    return true;
  }

  private int number(String cell, String line) {
    if (!cell.matches(NUMBER)) {
      throw withoutColour(line);
    }
    return Integer.parseInt(cell);
  }

  /** The first column of one of these names; -1 if there is none. */
  static int indexOf(List<String> words, List<String> names) {
    return IntStream.range(0, words.size())
        .filter(i -> names.contains(words.get(i)))
        .findFirst()
        .orElse(-1);
  }

  /** The cells of a line, separated by blanks if there are fewer than expected otherwise. */
  static List<String> cells(String line, int expected) {
    List<String> cells = cells(line);
    return cells.size() >= expected
        ? cells
        : List.of(line.split("\\s+", expected == 2 ? 0 : expected));
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    Matcher matcher = CELL.matcher(line);
    for (int at = 0; at < line.length() && matcher.find(at); at = matcher.end()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        if (matcher.group(group) != null) {
          cells.add(matcher.group(group).strip());
        }
      }
    }
    return cells;
  }

  private Row row(String line) {
    String plain = QUOTED_NUMBER.matcher(line).replaceAll("$2");
    Integer colour = null;
    for (Pattern pattern : List.of(CVAT, BRACKETS, HEX)) {
      Matcher matcher = pattern.matcher(plain);
      if (pattern == CVAT ? matcher.matches() : matcher.find()) {
        colour = certain(pattern, matcher, line);
        String name = pattern == CVAT ? matcher.group(1) : "";
        plain = plain.substring(0, matcher.start()) + name + plain.substring(matcher.end());
        break;
      }
    }
    return row(line, colour, plain.replaceAll("^[\\s,;:|=]+|[\\s,;:|=]+$", ""));
  }

  private int certain(Pattern pattern, Matcher matcher, String line) {
    if (pattern == HEX) {
      return Integer.parseInt(matcher.group(2), 16);
    }
    int first = pattern == CVAT ? 2 : 1;
    return rgb(
        IntStream.range(first, first + RGB)
            .mapToObj(i -> Integer.valueOf(matcher.group(i)))
            .toList(),
        line);
  }

  private static Row row(String line, @Nullable Integer colour, String text) {
    List<Integer> front = new ArrayList<>();
    List<Integer> behind = new ArrayList<>();
    String name = text;
    for (Matcher m = FRONT.matcher(name); m.matches(); m = FRONT.matcher(name)) {
      front.add(Integer.valueOf(m.group(1)));
      name = m.group(2);
    }
    for (Matcher m = BEHIND.matcher(name); m.matches(); m = BEHIND.matcher(name)) {
      behind.add(0, Integer.valueOf(m.group(2)));
      name = m.group(1);
    }
    return new Row(line, colour, front, ClassLines.named(name), behind);
  }

  private void addRows(List<Row> rows) {
    List<Row> coloured = rows.stream().map(colours(rows)).toList();
    long known = rows.stream().map(Row::shape).distinct().count();
    boolean numbered =
        known == 1
            && coloured.get(0).front().size() + coloured.get(0).behind().size() == 1
            && areDistinct(coloured);
    for (Row row : coloured) {
      table.add(Objects.requireNonNull(row.colour()), numbered ? row.name() : row.wholeName());
    }
  }

  /** Whether names are as many without a number as with it: else it is a part of them. */
  private static boolean areDistinct(List<Row> rows) {
    return rows.stream().map(Row::name).distinct().count()
        == rows.stream().map(Row::wholeName).distinct().count();
  }

  /** How a row of these gets its colour. */
  private Function<Row, Row> colours(List<Row> rows) {
    boolean uniform = rows.stream().map(Row::shape).distinct().count() == 1;
    Row first = rows.get(0);
    if (uniform && first.colour() == null) {
      if (first.front().size() == RGB + 1 && first.behind().isEmpty()) {
        int from = isNumberLast(rows.stream().map(Row::front).toList()) ? 0 : 1;
        return row -> ofFront(row, from);
      }
      if (first.behind().size() == RGB + 1 && first.front().isEmpty()) {
        int from = isNumberLast(rows.stream().map(Row::behind).toList()) ? 0 : 1;
        return row -> ofBehind(row, from);
      }
    }
    return this::coloured;
  }

  /** A row by itself: three numbers are its colour, others are of its name. */
  private Row coloured(Row row) {
    if (row.colour() != null) {
      return row;
    }
    boolean front = row.front().size() >= RGB;
    boolean behind = row.behind().size() >= RGB;
    if (row.front().size() > RGB + 1 || row.behind().size() > RGB + 1) {
      throw notPlain(row.line());
    }
    if (front == behind || row.name().isEmpty()) {
      throw withoutColour(row.line());
    }
    return front ? ofFront(row, 0) : ofBehind(row, row.behind().size() - RGB);
  }

  private Row ofFront(Row row, int from) {
    return row.with(
        rgb(row.front().subList(from, from + RGB), row.line()),
        without(row.front(), from),
        row.behind());
  }

  private Row ofBehind(Row row, int from) {
    return row.with(
        rgb(row.behind().subList(from, from + RGB), row.line()),
        row.front(),
        without(row.behind(), from));
  }

  private static List<Integer> without(List<Integer> numbers, int from) {
    List<Integer> rest = new ArrayList<>(numbers);
    rest.subList(from, from + RGB).clear();
    return rest;
  }

  /** Whether the last of four columns numbers the classes, or is an opacity, and not the first. */
  private boolean isNumberLast(List<List<Integer>> rows) {
    List<Integer> first = column(rows, 0);
    List<Integer> last = column(rows, RGB);
    boolean opaque = rows.size() > 1 && last.stream().allMatch(value -> value == BYTE);
    boolean front = counts(first) || isNoColour(first);
    boolean end = counts(last) || isNoColour(last) || opaque;
    if (!front && !end) {
      front = increases(first);
      end = increases(last);
    }
    if (front == end) {
      throw notPlain(rows.get(0).toString());
    }
    return end;
  }

  private CissException notPlain(String line) {
    return CissException.failure(
        "%s has more numbers in a line than a colour, \"%s\", and which are the colour is not"
            + " plain; write a title of the columns above, such as \"id,r,g,b,name\"",
        file, line);
  }

  private static List<Integer> column(List<List<Integer>> rows, int column) {
    return rows.stream().map(row -> row.get(column)).toList();
  }

  private static boolean counts(List<Integer> values) {
    return values.size() > 1
        && IntStream.range(1, values.size()).allMatch(i -> values.get(i) == values.get(i - 1) + 1);
  }

  private static boolean increases(List<Integer> values) {
    return values.size() > 1
        && IntStream.range(1, values.size()).allMatch(i -> values.get(i) > values.get(i - 1));
  }

  private static boolean isNoColour(List<Integer> values) {
    return values.stream().anyMatch(value -> value < 0 || value > BYTE);
  }

  private int rgb(List<Integer> values, String line) {
    if (isNoColour(values)) {
      throw CissException.failure("%s has a colour beyond 255: \"%s\"", file, line);
    }
    return values.get(0) << 16 | values.get(1) << 8 | values.get(2);
  }

  private CissException withoutColour(String line) {
    return CissException.failure(
        "%s has a line without a colour, \"%s\"; write the name and red, green and blue of each"
            + " class: \"cat 64 0 0\"",
        file, line);
  }
}
