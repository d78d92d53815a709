// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;

/**
 * The foreground classes of a label space, or some of them, dealt out to steps.
 *
 * <p>Step t gets the next {@code stepSizes.get(t)} classes of the class order. A scenario "15-1" of
 * 20 classes has a base step of 15 classes and five steps of one class each; MiB and PLOP call that
 * one "15-5s".
 *
 * @param name what the scenario is called in commands and reports, such as 15-1 or joint
 * @param labelSpace the classes of the data set
 * @param classOrder data set ids of the classes that are learnt, each once, in that order; the
 *     other classes of the label space are background
 * @param stepSizes number of new classes of every step, each at least 1
 */
public record Scenario(
    String name, LabelSpace labelSpace, List<Integer> classOrder, List<Integer> stepSizes)
    implements Iterable<Step> {
  /** Name of the scenario in which all classes are learnt in one step. */
  public static final String JOINT = "joint";

  private static final Pattern BASE_INCREMENT = Pattern.compile("(\\d{1,4})-(\\d{1,4})");
  private static final Pattern ONE_BY_ONE = Pattern.compile("(\\d{1,4})-(\\d{1,4})s");
  private static final Pattern EQUAL_STEPS = Pattern.compile("[1-9]\\d{0,3}");
  private static final Pattern SUM = Pattern.compile("[1-9]\\d{0,3}(\\+[1-9]\\d{0,3})+");

  /**
   * Copies the lists and checks them.
   *
   * @throws CissException if a class does not exist or comes twice, or the sizes do not add up
   */
  public Scenario {
    classOrder = List.copyOf(classOrder);
    stepSizes = List.copyOf(stepSizes);
    requireClasses(labelSpace, classOrder);
    requireSizes(name, stepSizes, classOrder.size());
  }

  /** As {@link #parse(String, LabelSpace, List)} with the classes in the order of their ids. */
  public static Scenario parse(String text, LabelSpace labelSpace) {
    return parse(text, labelSpace, labelSpace.foreground());
  }

  /** As {@link #parse(String, LabelSpace, List, List)} with all foreground classes. */
  public static Scenario parse(String text, LabelSpace labelSpace, List<Integer> classOrder) {
    return parse(text, labelSpace, labelSpace.foreground(), classOrder);
  }

  /**
   * The scenario of a text: "joint" for all classes in one step, or base-increment such as "15-1":
   * so many classes in the base step, and so many in each later one. Two names of MiB and PLOP are
   * understood too: "15-5s" is 15-1, five further classes one at a time; "50" is 50-50. Steps of
   * any sizes are a sum: "10+5+3+2".
   *
   * @param classes the classes that are learnt; the others are background
   * @param classOrder these classes in the order in which they are learnt
   * @throws CissException if the text is none of these, if the classes do not come out even, or if
   *     the order is not one of all these classes
   */
  public static Scenario parse(
      String text, LabelSpace labelSpace, List<Integer> classes, List<Integer> classOrder) {
    requireOrder(labelSpace, classes, classOrder);
    String stripped = text.strip();
    if (stripped.equalsIgnoreCase(JOINT)) {
      return new Scenario(JOINT, labelSpace, classOrder, List.of(classes.size()));
    }
    if (SUM.matcher(stripped).matches()) {
      List<Integer> sizes = Stream.of(stripped.split("\\+")).map(Integer::valueOf).toList();
      return new Scenario(stripped, labelSpace, classOrder, sizes);
    }
    Matcher matcher = BASE_INCREMENT.matcher(canonical(stripped, classes.size()));
    if (!matcher.matches()) {
      throw CissException.usage(
          "scenario \"%s\" is not two whole numbers base-increment such as 15-1, nor joint", text);
    }
    int base = Integer.parseInt(matcher.group(1));
    int increment = Integer.parseInt(matcher.group(2));
    requireFits(base, increment, labelSpace.name(), classes.size());
    List<Integer> sizes = sizes(base, increment, classes.size());
    return new Scenario(base + "-" + increment, labelSpace, classOrder, sizes);
  }

  /** The names of MiB and PLOP as base-increment, if they come out even. */
  private static String canonical(String text, int classes) {
    Matcher oneByOne = ONE_BY_ONE.matcher(text);
    if (oneByOne.matches()) {
      int sum = Integer.parseInt(oneByOne.group(1)) + Integer.parseInt(oneByOne.group(2));
      return sum == classes ? oneByOne.group(1) + "-1" : text;
    }
    boolean equal = EQUAL_STEPS.matcher(text).matches() && classes % Integer.parseInt(text) == 0;
    return equal ? text + "-" + text : text;
  }

  private static List<Integer> sizes(int base, int increment, int classes) {
    int later = (classes - base) / increment;
    return Stream.concat(Stream.of(base), Collections.nCopies(later, increment).stream()).toList();
  }

  /** The name of a scenario whose steps have these sizes: {@code 10+5+3}. */
  public static String nameOf(List<Integer> stepSizes) {
    return stepSizes.size() == 1
        ? JOINT
        : stepSizes.stream().map(String::valueOf).collect(Collectors.joining("+"));
  }

  /** The number of steps T. */
  public int stepCount() {
    return stepSizes.size();
  }

  /**
   * Step t, from 0.
   *
   * @throws CissException if there is no such step
   */
  public Step get(int t) {
    if (t < 0 || t >= stepCount()) {
      throw CissException.usage(
          "scenario %s has steps 0 to %d; there is no step %d", name, stepCount() - 1, t);
    }
    int from = stepSizes.subList(0, t).stream().mapToInt(Integer::intValue).sum();
    int to = from + stepSizes.get(t);
    return new Step(
        t,
        classOrder.subList(0, from),
        classOrder.subList(from, to),
        classOrder.subList(to, classOrder.size()));
  }

  /** All steps in order. */
  public List<Step> steps() {
    return IntStream.range(0, stepCount()).mapToObj(this::get).toList();
  }

  @Override
  public Iterator<Step> iterator() {
    return steps().iterator();
  }

  /** The classes of step 0, without background. */
  public List<Integer> baseClasses() {
    return get(0).newClasses();
  }

  /** The classes of all later steps; none if there is but one step. */
  public List<Integer> novelClasses() {
    return get(0).futureClasses();
  }

  /**
   * The same classes in the same order, all in one step: the upper bound that reports compare with.
   */
  public Scenario joint() {
    return new Scenario(JOINT, labelSpace, classOrder, List.of(classOrder.size()));
  }

  /**
   * A table of the steps, one a line: number of new classes, number seen so far, and the new ones
   * by id and name; of many the first and the last.
   */
  @Override
  public String toString() {
    String head =
        String.format(
            Locale.ROOT,
            "%s on %s: %d classes, %d step%s\nstep  new  seen  classes\n",
            name,
            labelSpace.name(),
            classOrder.size(),
            stepCount(),
            stepCount() == 1 ? "" : "s");
    return steps().stream().map(this::row).collect(Collectors.joining("\n", head, ""));
  }

  private String row(Step step) {
    return String.format(
        Locale.ROOT,
        "%4d %4d  %4d  %s",
        step.index(),
        step.newClasses().size(),
        step.seenClasses().size(),
        named(step.newClasses()));
  }

  private String named(List<Integer> ids) {
    return ClassNames.line(ids.stream().map(id -> id + " " + labelSpace.nameOf(id)).toList());
  }

  private static void requireClasses(LabelSpace labelSpace, List<Integer> classOrder) {
    Set<Integer> met = new HashSet<>();
    for (int id : classOrder) {
      if (id == LabelSpace.BACKGROUND || !labelSpace.contains(id)) {
        throw badOrder(labelSpace, "holds " + id);
      }
      if (!met.add(id)) {
        throw badOrder(labelSpace, "holds " + id + " twice");
      }
    }
  }

  private static void requireOrder(
      LabelSpace labelSpace, List<Integer> classes, List<Integer> classOrder) {
    requireClasses(labelSpace, classes);
    requireClasses(labelSpace, classOrder);
    List<Integer> missing = classes.stream().filter(id -> !classOrder.contains(id)).toList();
    if (!missing.isEmpty()) {
      throw badOrder(labelSpace, "lacks " + joined(missing));
    }
    List<Integer> more = classOrder.stream().filter(id -> !classes.contains(id)).toList();
    if (!more.isEmpty()) {
      throw CissException.usage(
          "class order holds %s, which the scenario leaves out; order the classes %s",
          joined(more), joined(classes));
    }
  }

  private static String joined(List<Integer> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static CissException badOrder(LabelSpace labelSpace, String what) {
    return CissException.usage(
        "class order %s; give each of the ids 1 to %d of %s once",
        what, labelSpace.size() - 1, labelSpace.name());
  }

  private static void requireSizes(String name, List<Integer> stepSizes, int classes) {
    long sum = stepSizes.stream().mapToLong(Integer::longValue).sum();
    if (stepSizes.isEmpty() || Collections.min(stepSizes) < 1 || sum != classes) {
      throw CissException.usage(
          "scenario %s has steps of %s classes; each must be at least 1 and all together %d",
          name, stepSizes, classes);
    }
  }

  private static void requireFits(int base, int increment, String labelSpace, int classes) {
    String text = base + "-" + increment;
    if (base < 1 || increment < 1) {
      throw CissException.usage(
          "scenario %s has a step without classes; both numbers must be at least 1", text);
    }
    if (base >= classes) {
      throw CissException.usage(
          "scenario %s leaves no class for later steps: %s has %d classes; "
              + "use a smaller base, or joint",
          text, labelSpace, classes);
    }
    int left = (classes - base) % increment;
    if (left != 0) {
      throw CissException.usage(
          "scenario %s leaves %d %s over: %d - %d is not a multiple of %d; use %s",
          text,
          left,
          left == 1 ? "class" : "classes",
          classes,
          base,
          increment,
          nearest(base, increment, classes));
    }
  }

  /**
   * The scenarios of the same base whose increment is the next smaller and the next larger that
   * divides.
   */
  private static String nearest(int base, int increment, int classes) {
    int rest = classes - base;
    IntPredicate divides = candidate -> rest % candidate == 0;
    IntStream smaller =
        IntStream.range(1, increment).filter(divides).map(i -> -i).sorted().limit(1).map(i -> -i);
    IntStream larger = IntStream.rangeClosed(increment + 1, rest).filter(divides).limit(1);
    return IntStream.concat(smaller, larger)
        .mapToObj(i -> base + "-" + i)
        .collect(Collectors.joining(" or "));
  }
}
