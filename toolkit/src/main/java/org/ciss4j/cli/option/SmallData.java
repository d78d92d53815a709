// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.util.Locale;
import java.util.Optional;
import org.ciss4j.Ciss;
import org.ciss4j.cli.output.PlainNumber;
import org.ciss4j.data.Split;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.train.Experiment;

/** What to say of the schedule before data that is small is trained on. */
public final class SmallData {
  /** A schedule of a paper shows each class some hundreds of images; DKD's on VOC five hundred. */
  private static final int FEW_PER_CLASS = 150;

  private SmallData() {}

  /**
   * The small schedule in numbers, where it was chosen; that there is one, where nothing was chosen
   * and the data has few images for each of its classes.
   *
   * @param isSmall whether the small schedule was chosen
   * @param isStandard whether nothing was chosen at all
   */
  public static Optional<String> remark(Ciss ciss, boolean isSmall, boolean isStandard) {
    if (isSmall) {
      return Optional.of(described(ciss.config().training()));
    }
    RunConfig config = ciss.config();
    if (!isStandard || config.data().dataset().equals("sample")) {
      return Optional.empty();
    }
    Experiment experiment = Experiment.of(config);
    int classes = experiment.scenario().classOrder().size();
    int images = experiment.dataset().ids(Split.TRAIN).size();
    return images >= FEW_PER_CLASS * classes
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%d training images are few for %d classes and the standard schedule; --schedule"
                    + " small is for such data",
                images,
                classes));
  }

  private static String described(Training training) {
    return String.format(
        Locale.ROOT,
        "schedule small: %s epochs, batch %d, crop %d, rates %s and %s, guard %s",
        training.epochs() == training.epochs(false)
            ? Integer.toString(training.epochs())
            : training.epochs() + " and " + training.epochs(false),
        training.batchSize(),
        training.crop(),
        PlainNumber.of(training.learningRate()),
        PlainNumber.of(training.laterLearningRate()),
        training.guard() == 0 ? "none" : PlainNumber.of(training.guard()));
  }
}
