// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.List;

/**
 * A process that worked on a run.
 *
 * @param started when, in UTC, as in {@code 2026-11-22T08:00:00Z}
 * @param command the words that started it; empty if it was started from Java
 * @param environment what it ran on
 * @param stepsDone how many steps it found done; 0 for the first session
 */
public record Session(
    String started, List<String> command, Environment environment, int stepsDone) {
  /** Copies the list. */
  public Session {
    command = List.copyOf(command);
  }
}
