// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

/** Hears how far a long piece of work has come; called from one thread at a time. */
@FunctionalInterface
public interface Progress {

  /**
   * Some of the work is done.
   *
   * @param done how many items are done, from 1 to {@code total}
   * @param total how many items there are
   */
  void update(int done, int total);

  /** Progress that nobody watches. */
  static Progress none() {
    return (done, total) -> {};
  }
}
