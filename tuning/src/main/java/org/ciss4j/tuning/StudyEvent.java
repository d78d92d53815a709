// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import org.ciss4j.train.RunEvent;

/** Something that happened in a study. */
public sealed interface StudyEvent {

  /** Something that the person who watches should know. */
  record Remark(String text) implements StudyEvent {}

  /** A trial begins, or goes on. */
  record TrialStarted(Candidate candidate) implements StudyEvent {}

  /** Something happened in the run of a trial, or in that of the base step it shares. */
  record InRun(int trial, RunEvent event) implements StudyEvent {}

  /**
   * A trial has ended, or had ended before the study went on.
   *
   * @param best whether none has a better score so far
   */
  record TrialEnded(Trial trial, boolean best) implements StudyEvent {}
}
