// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.label;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;

/** Whether a file of class names is written in a way that says which number each class has. */
record LabelNotation(Path file, List<LabelLine> lines) {
  private static final Pattern COLOUR_MAP = Pattern.compile(".*:\\d{1,3},\\d{1,3},\\d{1,3}(:.*)?");
  private static final Pattern COLOUR_BEHIND =
      Pattern.compile(".*[\\s,;:|]\\d{1,3}[\\s,;]+\\d{1,3}[\\s,;]+\\d{1,3}");
  private static final Pattern COLOUR_BEFORE =
      Pattern.compile("\\d{1,3}[\\s,;]+\\d{1,3}[\\s,;]+.*");
  private static final Pattern FIRST_NUMBER =
      Pattern.compile("[^\\p{L}\\d]{0,3}(\\d{1,3})[^\\p{L}\\d].*");
  private static final Pattern LAST_WORD = Pattern.compile(".*\\s(\\d{1,3})");
  private static final Pattern LAST_NUMBER = Pattern.compile(".*[,:;=|\\t]\\s*(\\d{1,3})");

  /**
   * Nothing if it is.
   *
   * @throws CissException of kind failure that says what to write instead
   */
  void requireKnown() {
    if (lines.isEmpty()) {
      throw CissException.failure(
          "%s names no class; write a line such as \"1 cat\" for each", file);
    }
    LabelLine first = lines.get(0);
    if (first.name().startsWith("{") || first.name().startsWith("[")) {
      throw refused(first, "is JSON");
    }
    if (all(line -> COLOUR_MAP.matcher(line.name()).matches())) {
      throw refused(
          first,
          "is a line of a colour map, as of CVAT's labelmap.txt, which ciss data import reads");
    }
    if (all(line -> line.number() != null && COLOUR_BEFORE.matcher(line.name()).matches())
        || all(line -> COLOUR_BEHIND.matcher(line.name()).matches())) {
      throw refused(
          first, "has the colour of a class beside its name, as ciss data import reads it");
    }
    if (lines.size() > 1 && all(line -> line.equals(first) || line.name().contains("\t"))) {
      throw refused(lines.get(lines.size() - 1), "has more columns than a number and a name");
    }
    if (all(line -> line.number() == null)
        && (counts(FIRST_NUMBER) || counts(LAST_NUMBER) || countsBehindBlanks())) {
      throw refused(first, "seems to have a number, but not in front of the name and a space");
    }
  }

  private boolean all(Predicate<LabelLine> test) {
    return lines.stream().allMatch(test);
  }

  /**
   * Whether each name has a number at this place, one more than that of the line before, or all of
   * them are those of classes in another order.
   */
  private boolean counts(Pattern place) {
    List<Integer> numbers = new ArrayList<>();
    for (LabelLine line : lines) {
      Matcher matcher = place.matcher(line.name());
      if (!matcher.matches()) {
        return false;
      }
      numbers.add(Integer.valueOf(matcher.group(1)));
    }
    int count = numbers.size();
    Set<Integer> all = Set.copyOf(numbers);
    int first = Collections.min(numbers);
    boolean inOrder =
        IntStream.range(1, count).allMatch(i -> numbers.get(i) == numbers.get(i - 1) + 1);
    boolean whole =
        all.size() == count && first <= 1 && Collections.max(numbers) - first + 1 == count;
    return count > 1 && (inOrder || whole);
  }

  /** Numbers of classes behind blanks, which may also be of names: zone 1, zone 2. */
  private boolean countsBehindBlanks() {
    return lines.stream().map(line -> line.name().replaceAll("\\s+\\d+$", "")).distinct().count()
            == lines.size()
        && counts(LAST_WORD);
  }

  private CissException refused(LabelLine line, String why) {
    return CissException.failure(
        "%s line %d, \"%s\", %s; write the number that masks hold, a space and the name of each"
            + " class: \"1 cat\"",
        file, line.place(), line.name(), why);
  }
}
