// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;

/** What a study wants: a score, as a fraction, that is high, or little time. */
public enum Goal {
  /** Harmonic mean of the mIoU of base and novel classes; 0 if both are 0. */
  HIOU("hIoU"),
  /** mIoU of the base classes. */
  BASE("base"),
  /** mIoU of the novel classes. */
  NOVEL("novel"),
  /** mIoU of all classes. */
  ALL("all"),
  /**
   * Seconds of training, scoring apart, as the losses of a run record them: those of a base step
   * count also where another trial has trained it. Wanted low, and only beside a score.
   */
  TIME("time");

  private final String label;

  Goal(String label) {
    this.label = label;
  }

  /**
   * The goal of a word, in any case.
   *
   * @throws CissException of kind usage if there is none
   */
  public static Goal parse(String text) {
    return Stream.of(values())
        .filter(goal -> goal.label.toLowerCase(Locale.ROOT).equals(lower(text)))
        .findFirst()
        .orElseThrow(
            () ->
                CissException.usage(
                    "objective \"%s\" is unknown; use one of %s",
                    text, Stream.of(values()).map(Goal::label).collect(Collectors.joining(", "))));
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  /** The word for commands and reports. */
  public String label() {
    return label;
  }

  /** Whether it is a score, wanted high; else it is wanted low. */
  public boolean scores() {
    return this != TIME;
  }

  /** Whether there is no such score before a second step. */
  public boolean needsNovelClasses() {
    return this == HIOU || this == NOVEL;
  }

  /** The score after a step; NaN if it has none. */
  public double of(StepScore scores) {
    return switch (this) {
      case HIOU -> scores.base() + scores.novel() == 0 ? 0 : scores.hIoU();
      case BASE -> scores.base();
      case NOVEL -> scores.novel();
      case ALL -> scores.all();
      case TIME -> Double.NaN;
    };
  }
}
