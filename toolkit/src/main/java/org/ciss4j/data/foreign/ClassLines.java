// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ciss4j.data.label.TextLines;
import org.ciss4j.scenario.CissException;
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
  private static final Pattern DIGIT = Pattern.compile("\\d|#\\p{XDigit}{6}");

  /**
   * What a list says.
   *
   * @param title of its columns; null if there is none
   */
  record Text(@Nullable String title, List<String> lines) {}

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
   * Reads numbers: {@code 7 road}, {@code 7 -> road}; several lines may name one class.
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
    for (String line : text(file).lines()) {
      Matcher matcher = NUMBER.matcher(line);
      if (!matcher.matches()) {
        throw CissException.failure(
            "%s has a line without a number in front, \"%s\"; write the number that masks hold and"
                + " the name of each class: \"7 road\"",
            file, line);
      }
      table.add(Integer.parseInt(matcher.group(1)), named(matcher.group(2)));
    }
    return table.build();
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
