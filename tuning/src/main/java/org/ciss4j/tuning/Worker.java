// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.nio.file.Path;
import java.util.Optional;
import org.ciss4j.Ciss;
import org.ciss4j.train.RunControl;

/** Runs single trials of a study, in a process that a {@link Farm} has begun. */
public final class Worker {
  private Worker() {}

  /**
   * Tries a candidate; goes on where another process left its run.
   *
   * @param study folder of the study
   * @return empty if the study was asked to stop before the trial had ended
   */
  public static Optional<Trial> run(Path study, Candidate candidate) {
    StudyDirectory directory = StudyDirectory.open(study);
    StudyPlan plan = directory.plan();
    Objective objective =
        new TrainingObjective(
            directory,
            plan,
            Ciss.of(plan.config()).experiment(),
            Deadline.of(directory.stopFile()),
            RunControl.standard());
    return new Attempt(objective).at(candidate, directory.trials().read(), StudyListener.none());
  }
}
