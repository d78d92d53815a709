// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.ciss4j.common.CissException;
import org.ciss4j.data.ParallelLook;
import org.ciss4j.data.Progress;
import org.jspecify.annotations.Nullable;

/** What is found of every image of a part, such as its classes, by all processors at once. */
final class ClassIndex {
  private ClassIndex() {}

  private record Finding<T>(String id, @Nullable T found, @Nullable CissException problem) {}

  /**
   * Looks at each image.
   *
   * @throws CissException the problem of the first image that has one, with the number of further
   *     ones
   */
  static <T> Map<String, T> build(List<String> ids, Function<String, T> look, Progress progress) {
    List<Finding<T>> findings = ParallelLook.at(ids, id -> finding(id, look), progress);
    requireSound(findings);
    Map<String, T> index = new LinkedHashMap<>();
    findings.forEach(finding -> index.put(finding.id, Objects.requireNonNull(finding.found)));
    return Collections.unmodifiableMap(index);
  }

  private static <T> Finding<T> finding(String id, Function<String, T> look) {
    try {
      return new Finding<>(id, look.apply(id), null);
    } catch (CissException problem) {
      return new Finding<>(id, null, problem);
    }
  }

  private static void requireSound(List<? extends Finding<?>> findings) {
    List<CissException> problems = new ArrayList<>();
    for (Finding<?> finding : findings) {
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
