// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.function.Consumer;
import org.ciss4j.data.Batch;

/** The training images of a step, as a learner may look at them beside the batches it is shown. */
public interface StepData {
  /** How many batches there are in an epoch. */
  int batchesPerEpoch();

  /** How many there are if the last one may be smaller; see {@link StepLearner#seesEveryImage}. */
  int batchesOfAllImages();

  /** Whether replayed images come with labels of old classes, which the step's own do not have. */
  boolean labelsOldClasses();

  /**
   * Shows all images once, those of the step alone, each in a crop of its own; the last batch may
   * be smaller. The same each time for the same purpose.
   *
   * @param purpose decides the crops: {@code gather}
   * @param look looks at one batch, which is closed behind it
   */
  void pass(String purpose, Consumer<Batch> look);

  /**
   * Shows a batch of the step's images that the method keeps back from what is learnt from; those
   * of one number are the same each time.
   *
   * @param number from 0; one pass over these images follows another
   * @param look looks at the batch, which is closed behind it
   * @throws UnsupportedOperationException if none were asked to be kept back
   */
  default void keptBack(long number, Consumer<Batch> look) {
    throw new UnsupportedOperationException("no images are kept back");
  }
}
