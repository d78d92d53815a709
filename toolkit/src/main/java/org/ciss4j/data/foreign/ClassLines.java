// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.label.TextLines;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * Lists that say which colours or numbers in masks are which classes, as tools write them: CVAT's
 * {@code labelmap.txt} ({@code cat:64,0,0::}), {@link ColourLines CSV and plain lines}, a number
 * before the name, or Mapillary's {@code config.json}.
 */
final class ClassLines {
  private static final Pattern HEX = Pattern.compile("#\\p{XDigit}{6}\\b.*");
  private static final Pattern NUMBER =
      Pattern.compile("(\\d{1,5})\\s*(?:->|=>|[:=,;\\s])\\s*(.+)");
  private static final Predicate<String> WHOLE = Pattern.compile("\\d{1,5}").asMatchPredicate();
  private static final Predicate<String> MORE_COLUMNS =
      Pattern.compile(".*[,;\\t]\\s*\\d{1,5}").asMatchPredicate();
  private static final List<String> NUMBERS =
      List.of("id", "ids", "index", "idx", "number", "value", "class_id", "label_id", "class id");
  private static final String VOID = "void";
  private static final Pattern DIGIT = Pattern.compile("\\d|#\\p{XDigit}{6}");

  /**
   * What a list says.
   *
   * @param title of its columns; null if there is none
   */
  record Text(@Nullable String title, List<String> lines) {}

  /** A number and the name behind it. */
  private record Numbered(int number, String name) {}

  /** Mapillary's file. */
  record Config(@JsonProperty("labels") @Nullable List<@Nullable Entry> labels) {}

  /** A class of Mapillary's file; its place is its number. */
  record Entry(
      @JsonProperty("readable") @Nullable String readable,
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("color") int @Nullable [] colour) {
    String called() {
      return readable != null ? readable : name != null ? name : "";
    }
  }

  private ClassLines() {}

  /**
   * Reads colours.
   *
   * @throws CissException of kind failure that names the line which has none
   */
  static LabelTable colours(Path file) {
    if (!JsonFiles.isJson(file)) {
      return ColourLines.read(file);
    }
    LabelTable.Builder table = new LabelTable.Builder(file, true);
    for (Entry entry : entries(file)) {
      int[] colour = entry.colour();
      if (colour != null && colour.length > 2) {
        table.add(colour[0] << 16 | colour[1] << 8 | colour[2], entry.called());
      }
    }
    return table.build();
  }

  /**
   * Reads numbers: {@code 7 road}, {@code 7 -> road}, or columns with a title; several lines may
   * name one class, and {@code 8 -> 7} gives 8 the class of 7.
   *
   * @throws CissException of kind failure that names the line which has none
   */
  static LabelTable numbers(Path file) {
    LabelTable.Builder table = new LabelTable.Builder(file, false);
    if (JsonFiles.isJson(file)) {
      List<Entry> entries = entries(file);
      for (int i = 0; i < entries.size(); i++) {
        table.add(i, entries.get(i).called());
      }
      return table.build();
    }
    Text text = text(file);
    List<Numbered> all = ofColumns(text).orElseGet(() -> numbered(file, text.lines()));
    Map<Integer, String> names = new HashMap<>();
    all.forEach(line -> names.putIfAbsent(line.number(), line.name()));
    for (Numbered line : all) {
      table.add(line.number(), nameOf(line, names));
    }
    return table.build();
  }

  /** A line {@code 7 -> 3} gives number 7 the class of 3, as it does in our own lists. */
  private static String nameOf(Numbered line, Map<Integer, String> names) {
    if (!WHOLE.test(line.name())) {
      return line.name();
    }
    int other = Integer.parseInt(line.name());
    String name = names.get(other);
    boolean named = names.values().stream().anyMatch(WHOLE.negate());
    if (name == null && other == LabelSpace.VOID && named) {
      return VOID;
    }
    return name == null || WHOLE.test(name) ? line.name() : name;
  }

  /** By a title that says which column is what; empty where there is none. */
  private static Optional<List<Numbered>> ofColumns(Text text) {
    if (text.title() == null) {
      return Optional.empty();
    }
    List<String> words = ColourLines.cells(text.title().toLowerCase(Locale.ROOT), 2);
    int number = ColourLines.indexOf(words, NUMBERS);
    int name = ColourLines.indexOf(words, ColourLines.NAMES);
    List<List<String>> rows =
        text.lines().stream().map(line -> ColourLines.cells(line, words.size())).toList();
    boolean fits =
        rows.stream()
            .allMatch(
                row ->
                    number >= 0
                        && row.size() >= words.size()
                        && row.get(number).matches("\\d{1,5}"));
    return number >= 0 && name >= 0 && fits
        ? Optional.of(
            rows.stream()
                .map(row -> new Numbered(Integer.parseInt(row.get(number)), named(row.get(name))))
                .toList())
        : Optional.empty();
  }

  private static List<Numbered> numbered(Path file, List<String> lines) {
    List<Numbered> all = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = NUMBER.matcher(line);
      if (!matcher.matches()) {
        throw CissException.failure(
            "%s has a line without a number in front, \"%s\"; write the number that masks hold and"
                + " the name of each class: \"7 road\"",
            file, line);
      }
      all.add(new Numbered(Integer.parseInt(matcher.group(1)), named(matcher.group(2))));
    }
    if (all.size() > 1 && all.stream().allMatch(line -> MORE_COLUMNS.test(line.name()))) {
      throw CissException.failure(
          "%s has more columns than a number and a name, \"%s\"; write a title of the columns"
              + " above, such as \"id,name\", or leave the others away",
          file, lines.get(0));
    }
    return all;
  }

  private static List<Entry> entries(Path file) {
    Config config =
        JsonFiles.read(file, Config.class, "a list of labels as Mapillary's config.json");
    return JsonFiles.whole(file, config.labels(), "a list of labels as Mapillary's config.json");
  }

  /** Lines but blank ones and remarks; a title is apart. */
  static Text text(Path file) {
    List<String> lines = new ArrayList<>();
    for (String line : TextLines.of(file)) {
      boolean remark = line.startsWith("#") && !HEX.matcher(line).matches();
      if (!line.isEmpty() && !remark) {
        lines.add(line);
      }
    }
    String title = lines.isEmpty() || DIGIT.matcher(lines.get(0)).find() ? null : lines.remove(0);
    if (lines.isEmpty()) {
      throw CissException.failure("%s is empty; expected a line for each class", file);
    }
    return new Text(title, lines);
  }

  /** A name without quotes around it. */
  static String named(String text) {
    String name = text.strip().replaceAll("[,;:]+$", "").strip();
    boolean quoted =
        Stream.of("\"", "'")
            .anyMatch(q -> name.length() > 2 && name.startsWith(q) && name.endsWith(q));
    return quoted ? name.substring(1, name.length() - 1) : name;
  }
}
