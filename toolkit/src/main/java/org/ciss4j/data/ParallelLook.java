// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;
import java.util.function.Function;

/** Looks at every image of a list, with all processors at once. */
public final class ParallelLook {
  private ParallelLook() {}

  /** What the look found, in the order of the list. */
  public static <T> List<T> at(List<String> ids, Function<String, T> look, Progress progress) {
    Counter counter = new Counter(ids.size(), progress);
    return ids.parallelStream().map(id -> counter.count(look.apply(id))).toList();
  }

  private static final class Counter {
    private final int total;
    private final Progress progress;
    private int done;

    Counter(int total, Progress progress) {
      this.total = total;
      this.progress = progress;
    }

    synchronized <T> T count(T finding) {
      done++;
      progress.update(done, total);
      return finding;
    }
  }
}
