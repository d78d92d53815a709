// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.label;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a file of class names.
 *
 * @param place its number in the file, from 1
 * @param number the number in front of the name; null for none
 * @param name what is left
 * @param arrow whether an arrow stands between them, as in {@code 7 -> 3}
 */
record LabelLine(int place, @Nullable Integer number, String name, boolean arrow) {
  /** White space of all scripts, as of a no-break space, and marks that nobody sees. */
  private static final String SPACE = "[\\s\\p{Z}\\p{Cf}]";

  private static final Pattern NUMBERED =
      Pattern.compile(
          "[(\\[]?(-?\\d{1,6})(?:S*(?:->|=>)S*|S+[-\\u2013\\u2014]S+|S*[,:;|=)\\]]+S*|\\.S+"
                  .replace("S", SPACE)
              + "|\\.(?=\\p{L})|"
              + SPACE
              + "+)(.+)");

  private static final Pattern ARROW = Pattern.compile("[-=]>");
  private static final Pattern AROUND = Pattern.compile("^" + SPACE + "+|" + SPACE + "+$");
  private static final Set<String> TITLE =
      Set.of(
          "id",
          "ids",
          "index",
          "idx",
          "number",
          "num",
          "no",
          "value",
          "pixel",
          "name",
          "names",
          "class",
          "classes",
          "label",
          "labels",
          "category",
          "categories",
          "r",
          "g",
          "b",
          "red",
          "green",
          "blue",
          "color",
          "colour");

  static LabelLine of(int place, String text) {
    String line = trimmed(text);
    Matcher matcher = NUMBERED.matcher(line);
    return matcher.matches()
        ? new LabelLine(
            place,
            Integer.valueOf(matcher.group(1)),
            named(matcher.group(2)),
            ARROW.matcher(line.substring(0, matcher.start(2))).find())
        : new LabelLine(place, null, named(line), false);
  }

  private static String trimmed(String text) {
    return AROUND.matcher(text).replaceAll("");
  }

  private static String named(String text) {
    String name = trimmed(text);
    boolean quoted =
        name.length() > 2
            && (name.startsWith("\"") || name.startsWith("'"))
            && name.indexOf(name.charAt(0), 1) == name.length() - 1;
    return quoted ? trimmed(name.substring(1, name.length() - 1)) : name;
  }

  /** Whether this looks like the title of a column of names or numbers. */
  boolean isTitle() {
    String[] words = name.toLowerCase(Locale.ROOT).split("[\\s,;:|_./-]+", -1);
    return number == null
        && Arrays.stream(words).anyMatch(TITLE::contains)
        && Arrays.stream(words).allMatch(word -> word.isEmpty() || TITLE.contains(word));
  }

  /** Whether a list may begin like this for certain: with a number, or with the background. */
  boolean startsList() {
    return number != null || LabelWords.isBackground(name) || isLabelMeIgnore();
  }

  boolean isLabelMeIgnore() {
    return name.equals("__ignore__");
  }
}
