// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ciss4j.data.label.TextLines;
import org.ciss4j.scenario.CissException;
import org.jspecify.annotations.Nullable;

/**
 * Lists that say which colours or numbers in masks are which classes, as tools write them: CVAT's
 * {@code labelmap.txt} ({@code cat:64,0,0::}), CSV and plain lines with the colour before or behind
 * the name or as {@code #RRGGBB}, a number before the name, or Mapillary's {@code config.json}.
 */
final class ClassLines {
  private static final String BYTE = "(\\d{1,3})";
  private static final String SEPARATOR = "\\s*[\\s,;]\\s*";
  private static final String RGB = BYTE + SEPARATOR + BYTE + SEPARATOR + BYTE;
  private static final Pattern BEHIND =
      Pattern.compile("(.+?)\\s*[:\\s,;]\\s*" + RGB + "[:;,].*|(.+?)\\s*[:\\s,;]\\s*" + RGB);
  private static final Pattern BEFORE = Pattern.compile(RGB + "\\s*[:\\s,;]\\s*(.+)");
  private static final Pattern HEX_BEHIND =
      Pattern.compile("(.+?)\\s*[:\\s,;]\\s*#(\\p{XDigit}{6})");
  private static final Pattern HEX_BEFORE =
      Pattern.compile("#(\\p{XDigit}{6})\\s*[:\\s,;]\\s*(.+)");
  private static final Pattern HEX = Pattern.compile("#\\p{XDigit}{6}\\b.*");
  private static final Pattern NUMBER =
      Pattern.compile("(\\d{1,5})\\s*(?:->|=>|[:=,;\\s])\\s*(.+)");
  private static final Pattern DIGIT = Pattern.compile("\\d|#\\p{XDigit}{6}");

  private final Path file;
  private final List<String> lines;

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

  private ClassLines(Path file, List<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * Reads colours.
   *
   * @throws CissException of kind failure that names the line which has none
   */
  static LabelTable colours(Path file) {
    LabelTable.Builder table = new LabelTable.Builder(file, true);
    if (isJson(file)) {
      for (Entry entry : entries(file)) {
        int[] colour = entry.colour();
        if (colour != null && colour.length > 2) {
          table.add(colour[0] << 16 | colour[1] << 8 | colour[2], entry.called());
        }
      }
      return table.build();
    }
    ClassLines read = new ClassLines(file, lines(file));
    boolean numbered = read.all(line -> numberBefore(line) != null);
    for (String line : read.lines) {
      read.addColour(numbered ? String.valueOf(numberBefore(line)) : line, table);
    }
    return table.build();
  }

  /** What follows a number in front of a line that has a name and a colour besides. */
  private static @Nullable String numberBefore(String line) {
    Matcher matcher = NUMBER.matcher(line);
    if (!matcher.matches()) {
      return null;
    }
    String rest = matcher.group(2);
    boolean coloured = BEHIND.matcher(rest).matches() || HEX_BEHIND.matcher(rest).matches();
    return coloured && !BEFORE.matcher(line).matches() ? rest : null;
  }

  private void addColour(String line, LabelTable.Builder table) {
    Matcher hexBehind = HEX_BEHIND.matcher(line);
    Matcher hexBefore = HEX_BEFORE.matcher(line);
    if (hexBehind.matches()) {
      table.add(Integer.parseInt(hexBehind.group(2), 16), named(hexBehind.group(1)));
    } else if (hexBefore.matches()) {
      table.add(Integer.parseInt(hexBefore.group(1), 16), named(hexBefore.group(2)));
    } else {
      addRgb(line, table);
    }
  }

  private void addRgb(String line, LabelTable.Builder table) {
    Matcher before = BEFORE.matcher(line);
    Matcher behind = BEHIND.matcher(line);
    if (before.matches()) {
      table.add(rgb(before, 1), named(before.group(4)));
    } else if (behind.matches()) {
      int first = behind.group(1) == null ? 5 : 1;
      table.add(rgb(behind, first + 1), named(behind.group(first)));
    } else {
      throw CissException.failure(
          "%s has a line without a colour, \"%s\"; write the name and red, green and blue of each"
              + " class: \"cat 64 0 0\"",
          file, line);
    }
  }

  private int rgb(Matcher matcher, int first) {
    int colour = 0;
    for (int part = first; part < first + 3; part++) {
      int value = Integer.parseInt(matcher.group(part));
      if (value > 255) {
        throw CissException.failure("%s has a colour beyond 255: \"%s\"", file, matcher.group());
      }
      colour = colour << 8 | value;
    }
    return colour;
  }

  /**
   * Reads numbers: {@code 7 road}, {@code 7 -> road}; several lines may name one class.
   *
   * @throws CissException of kind failure that names the line which has none
   */
  static LabelTable numbers(Path file) {
    LabelTable.Builder table = new LabelTable.Builder(file, false);
    if (isJson(file)) {
      List<Entry> entries = entries(file);
      for (int i = 0; i < entries.size(); i++) {
        table.add(i, entries.get(i).called());
      }
      return table.build();
    }
    for (String line : lines(file)) {
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

  private static boolean isJson(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
  }

  private static List<Entry> entries(Path file) {
    Config config =
        JsonFiles.read(file, Config.class, "a list of labels as Mapillary's config.json");
    return JsonFiles.whole(file, config.labels(), "a list of labels as Mapillary's config.json");
  }

  /** Lines but blank ones, remarks, and a title. */
  private static List<String> lines(Path file) {
    List<String> lines = new ArrayList<>();
    for (String line : TextLines.of(file)) {
      boolean remark = line.startsWith("#") && !HEX.matcher(line).matches();
      if (!line.isEmpty() && !remark) {
        lines.add(line);
      }
    }
    if (!lines.isEmpty() && !DIGIT.matcher(lines.get(0)).find()) {
      lines.remove(0);
    }
    if (lines.isEmpty()) {
      throw CissException.failure("%s is empty; expected a line for each class", file);
    }
    return lines;
  }

  private boolean all(Predicate<String> test) {
    return lines.stream().allMatch(test);
  }

  private static String named(String text) {
    String name = text.strip().replaceAll("[,;:]+$", "").strip();
    boolean quoted = name.length() > 2 && name.startsWith("\"") && name.endsWith("\"");
    return quoted ? name.substring(1, name.length() - 1) : name;
  }
}
