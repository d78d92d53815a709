// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.ciss4j.scenario.CissException;
import org.jspecify.annotations.Nullable;

/** The classes of every image of a part, found by all processors at once. */
final class ClassIndex {
  private ClassIndex() {}

  private record Finding(String id, Set<Integer> classes, @Nullable CissException problem) {}

  /**
   * Asks for the classes of each image.
   *
   * @throws CissException the problem of the first image that has one, with the number of further
   *     ones
   */
  static Map<String, Set<Integer>> build(
      List<String> ids, Function<String, Set<Integer>> classesIn, Progress progress) {
    List<Finding> findings = ParallelLook.at(ids, id -> look(id, classesIn), progress);
    requireSound(findings);
    Map<String, Set<Integer>> index = new HashMap<>();
    findings.forEach(finding -> index.put(finding.id, finding.classes));
    return Map.copyOf(index);
  }

  private static Finding look(String id, Function<String, Set<Integer>> classesIn) {
    try {
      return new Finding(id, classesIn.apply(id), null);
    } catch (CissException problem) {
      return new Finding(id, Set.of(), problem);
    }
  }

  private static void requireSound(List<Finding> findings) {
    List<CissException> problems = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding.problem != null) {
        problems.add(finding.problem);
      }
    }
    if (problems.size() == 1) {
      throw problems.get(0);
    }
    if (problems.size() > 1) {
      throw CissException.failure(
              "%s (and %d more bad images)", problems.get(0).getMessage(), problems.size() - 1)
          .withCause(problems.get(0));
    }
  }
}
