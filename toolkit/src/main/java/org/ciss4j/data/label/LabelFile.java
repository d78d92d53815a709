// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.label;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.ciss4j.common.CissException;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * A file of class names such as {@code labels.txt}, as people and tools write it: a line for each
 * class, {@code 3 cat}, {@code 3: cat}, {@code 3) cat}, {@code 3=cat}; or just a name, and then the
 * numbers count from 0. Lines that start with # are remarks.
 *
 * <p>Number 0, or the one that is called background, is the background; 255 and numbers that are
 * called void or ignore are void. If the numbers begin with 1, the data has no background, and 0 in
 * a mask is void. A line {@code __ignore__}, with which LabelMe's lists begin, takes no number.
 * {@code 7 -> 3} gives number 7 the class of number 3.
 *
 * @param labelSpace the classes, with ids from 1 on in the order of their numbers
 * @param maskLabels what the numbers in masks stand for
 * @param remarks what was understood without being plain, a line each
 */
public record LabelFile(LabelSpace labelSpace, MaskLabels maskLabels, List<String> remarks) {
  private static final String DATASET = "folder";
  private static final Pattern WHOLE = Pattern.compile("\\d{1,3}");
  private static final Predicate<String> NAMED = WHOLE.asMatchPredicate().negate();

  /** Copies the list. */
  public LabelFile {
    remarks = List.copyOf(remarks);
  }

  /**
   * Reads a file.
   *
   * @throws CissException of kind failure if it cannot be read, numbers are missing or come twice,
   *     or it is written in a way that may mean two things
   */
  public static LabelFile read(Path file) {
    return new Reader(file).read();
  }

  /** A file while it is read. */
  private static final class Reader {
    private final Path file;
    private final List<LabelLine> lines = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<Integer, String> names = new TreeMap<>();

    /** Numbers that stand for what the number behind an arrow stands for. */
    private final Map<Integer, Integer> others = new HashMap<>();

    Reader(Path file) {
      this.file = file;
    }

    LabelFile read() {
      List<String> texts = TextLines.of(file);
      for (int i = 0; i < texts.size(); i++) {
        if (!texts.get(i).isEmpty() && !texts.get(i).startsWith("#")) {
          lines.add(LabelLine.of(i + 1, texts.get(i)));
        }
      }
      new LabelNotation(file, lines).requireKnown();
      dropTitle();
      number();
      return classes();
    }

    private void dropTitle() {
      if (lines.get(0).isTitle()) {
        LabelLine title = lines.remove(0);
        if (lines.isEmpty() || !lines.get(0).startsList()) {
          throw CissException.failure(
              "%s line %d, \"%s\", may be a title or a class; remove it, or write a number in front"
                  + " of each class",
              file, title.place(), title.name());
        }
        remark("line %d, \"%s\", is taken for a title", title.place(), title.name());
      }
    }

    private void number() {
      int next = 0;
      List<LabelLine> arrows = new ArrayList<>();
      for (LabelLine line : lines) {
        if (line.number() == null && line.isLabelMeIgnore()) {
          remark("%s takes no number: it is LabelMe's word for void", line.name());
          continue;
        }
        int number = line.number() == null ? next : line.number();
        next = number + 1;
        if (number < 0) {
          remark("%d %s is left out, as masks hold no negative numbers", number, line.name());
        } else if (line.arrow() && WHOLE.matcher(line.name()).matches()) {
          arrows.add(line);
        } else {
          name(number, line.name());
        }
      }
      requireVoid(names.remove(LabelSpace.VOID));
      follow(arrows);
      requireConsecutive();
    }

    /** A line {@code 7 -> 3} has no name: what masks call 7 is the class of 3, or void for 255. */
    private void follow(List<LabelLine> arrows) {
      if (names.values().stream().noneMatch(NAMED)) {
        // All names are numbers, so these are, too.
        arrows.forEach(line -> name(Objects.requireNonNull(line.number()), line.name()));
        return;
      }
      Map<Integer, Integer> next = new LinkedHashMap<>();
      for (LabelLine line : arrows) {
        int number = Objects.requireNonNull(line.number());
        if (number == LabelSpace.VOID) {
          requireVoid(line.name());
        }
        if (number > LabelSpace.VOID) {
          throw CissException.failure(
              "%s names number %d, but masks hold numbers up to %d; import masks of 16 bits with"
                  + " ciss data import",
              file, number, LabelSpace.VOID);
        }
        if (names.containsKey(number) || next.put(number, Integer.valueOf(line.name())) != null) {
          throw CissException.failure(
              "%s says two things of number %d; remove the line \"%d -> %s\"",
              file, number, number, line.name());
        }
      }
      next.keySet().forEach(number -> others.put(number, end(number, next)));
      others.forEach(
          (number, other) ->
              remark(
                  "number %d stands for %s",
                  number, other == LabelSpace.VOID ? "void" : String.valueOf(names.get(other))));
    }

    /** The number to which arrows lead from a number. */
    private int end(int number, Map<Integer, Integer> next) {
      int end = number;
      for (int steps = 0; steps <= next.size() && next.containsKey(end); steps++) {
        end = Objects.requireNonNull(next.get(end));
      }
      if (end != LabelSpace.VOID && !names.containsKey(end)) {
        throw CissException.failure(
            "%s gives number %d what number %d stands for, which it does not name; add a line such"
                + " as \"%d cat\"",
            file, number, end, end);
      }
      return end;
    }

    private void name(int number, String name) {
      if (names.put(number, name) != null) {
        throw CissException.failure("%s names number %d twice; remove one line", file, number);
      }
    }

    private void requireVoid(@Nullable String name) {
      if (name != null && !LabelWords.isVoidAt255(name)) {
        throw CissException.failure(
            "%s calls number 255 \"%s\", but 255 is void, which belongs to no class; store another"
                + " number for it, or call it void",
            file, name);
      }
    }

    private void requireConsecutive() {
      int first = names.containsKey(0) ? 0 : 1;
      int last = names.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
      for (int number = first; number < last; number++) {
        if (!names.containsKey(number) && !others.containsKey(number)) {
          throw CissException.failure(
              "%s has no name for number %d; expected all numbers from 0 (background) or 1 on",
              file, number);
        }
      }
    }

    private LabelFile classes() {
      Integer background = background();
      Map<Integer, Integer> idOf = new HashMap<>();
      List<String> foreground = new ArrayList<>();
      names.forEach(
          (number, name) -> {
            if (number.equals(background)) {
              idOf.put(number, LabelSpace.BACKGROUND);
            } else if (LabelWords.isVoid(number, name)) {
              idOf.put(number, LabelSpace.VOID);
              remark("number %d, %s, is void: it belongs to no class", number, name);
            } else {
              foreground.add(name);
              idOf.put(number, foreground.size());
            }
          });
      requireClasses(foreground);
      others.forEach(
          (number, other) -> idOf.put(number, idOf.getOrDefault(other, LabelSpace.VOID)));
      MaskLabels labels = MaskLabels.of(idOf);
      return new LabelFile(
          labelSpace(background == null ? null : names.get(background), foreground),
          background == null ? labels.withZeroVoid() : labels,
          remarks);
    }

    /** The number of the background; null where there is none. */
    private @Nullable Integer background() {
      for (Map.Entry<Integer, String> entry : names.entrySet()) {
        if (LabelWords.isBackground(entry.getValue())) {
          if (entry.getKey() != 0) {
            remark("number %d, %s, is the background", entry.getKey(), entry.getValue());
          }
          return entry.getKey();
        }
      }
      String zero = names.get(0);
      if (zero == null) {
        remarkZero();
        return null;
      }
      if (LabelWords.isVoid(0, zero)) {
        return null;
      }
      if (!LabelWords.isRest(zero)) {
        remark(
            "number 0, %s, is taken for the background; if it is a class, name a background that"
                + " no mask holds: %d background",
            zero, names.size());
      }
      return 0;
    }

    private void remarkZero() {
      if (!others.containsKey(0)) {
        remark(
            "no line has number 0, which is void then; where it is the background: 0 background");
      }
    }

    private void requireClasses(List<String> foreground) {
      if (foreground.isEmpty()) {
        throw CissException.failure(
            "%s names no class beside the background; write a line such as \"1 cat\" for each",
            file);
      }
      Map<String, String> met = new HashMap<>();
      for (String name : foreground) {
        String other = met.put(name.toLowerCase(Locale.ROOT), name);
        if (other != null && !other.equals(name)) {
          throw CissException.failure(
              "%s names %s and %s, which differ in capitals alone; call one of them otherwise",
              file, other, name);
        }
      }
    }

    private LabelSpace labelSpace(@Nullable String background, List<String> foreground) {
      try {
        if (background == null) {
          return LabelSpace.withoutBackground(DATASET, foreground);
        }
        List<String> all = new ArrayList<>(List.of(background));
        all.addAll(foreground);
        return new LabelSpace(DATASET, all);
      } catch (CissException e) {
        throw CissException.failure("%s: %s", file, e.getMessage()).withCause(e);
      }
    }

    private void remark(String format, Object... args) {
      remarks.add(file.getFileName() + ": " + String.format(Locale.ROOT, format, args));
    }
  }
}
