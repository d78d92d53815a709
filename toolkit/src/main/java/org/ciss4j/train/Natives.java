// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import org.ciss4j.common.CissException;
import org.ciss4j.graph.machine.Threads;
import org.ciss4j.result.Environment;

/** The libraries that compute, which the environment of the process must let do so. */
public final class Natives {
  private Natives() {}

  /**
   * Looks at the environment, before anything native is loaded.
   *
   * @throws CissException of kind usage that names the variable with which nothing can be computed
   */
  public static void requireUsable() {
    Threads.unusable()
        .ifPresent(
            problem -> {
              throw CissException.usage("%s", problem);
            });
  }

  /** What computes in this process; loads the libraries. */
  public static Environment environment() {
    return Provenances.environment();
  }
}
