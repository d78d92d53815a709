// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import java.nio.file.Path;
import org.ciss4j.report.section.StepLosses;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.tuning.StudyDirectory;
import org.ciss4j.tuning.Trial;

/**
 * How long a trial was trained: the seconds of its iterations, without scoring, those of a base
 * step also where another trial has trained it. So it does not depend on which trial came first.
 */
public final class TrainingTime {
  /** What it is called, with its unit, wherever it stands. */
  public static final String TITLE = "time [s]";

  private TrainingTime() {}

  /**
   * The time of a trial.
   *
   * @param study the folder, which has the runs of the trials
   * @return seconds; NaN if no step was done, or the run is gone or did not record them
   */
  public static double of(Path study, Trial trial) {
    Path run = new StudyDirectory(study).trial(trial.number());
    int steps = trial.steps().size();
    if (steps == 0 || !RunDirectory.exists(run)) {
      return Double.NaN;
    }
    RunDirectory directory = RunDirectory.open(run);
    double seconds = 0;
    for (int step = 0; step < steps; step++) {
      seconds +=
          StepLosses.of(directory, step).column(StepLosses.SECONDS).stream()
              .mapToDouble(Double::doubleValue)
              .reduce(Double::sum)
              .orElse(Double.NaN);
    }
    return seconds;
  }

  /** As tables print it; a dash for NaN. */
  public static String text(double seconds) {
    return Double.isNaN(seconds) ? "-" : Words.text("%.1f", seconds);
  }
}
