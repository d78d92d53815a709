// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.LabelSpace;

/** Whether data has the classes that a run has learnt, by their names. */
public final class RunClasses {
  private RunClasses() {}

  /**
   * Compares names, in the order in which the run learns them; case does not matter.
   *
   * @param config what the run is asked to be on this data
   * @param data all classes of the data
   * @throws CissException of kind usage that names both if they are not the same
   */
  public static void require(RunDirectory run, RunConfig config, LabelSpace data) {
    List<String> learnt = run.classNames();
    List<String> found = named(config.scenario().order(data.size() - 1), data);
    if (!same(learnt, found)) {
      throw CissException.usage(
          "run %s has learnt the classes %s, and the data has %s (%s); name the data that it was"
              + " trained for with --data",
          run.root(), listed(learnt), listed(found), difference(learnt, found));
    }
  }

  private static List<String> named(List<Integer> order, LabelSpace data) {
    return Stream.concat(Stream.of(LabelSpace.BACKGROUND), order.stream())
        .map(id -> id < data.size() ? data.nameOf(id) : "no class " + id)
        .toList();
  }

  private static boolean same(List<String> one, List<String> other) {
    List<String> words = lower(one);
    boolean distinct = new HashSet<>(words).size() == words.size();
    return one.equals(other) || (distinct && words.equals(lower(other)));
  }

  private static List<String> lower(List<String> names) {
    return names.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
  }

  private static String difference(List<String> learnt, List<String> found) {
    return IntStream.range(0, Math.min(learnt.size(), found.size()))
        .filter(i -> !same(learnt.subList(i, i + 1), found.subList(i, i + 1)))
        .mapToObj(i -> found.get(i) + " where the run has " + learnt.get(i))
        .findFirst()
        .orElseGet(() -> found.size() + " where the run has " + learnt.size());
  }

  private static String listed(List<String> names) {
    return names.size() <= 8
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 7)) + ", ... (" + names.size() + ")";
  }
}
