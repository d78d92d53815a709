// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.function.Function;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Batch;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.TrainingBatches;
import org.ciss4j.learn.Losses;
import org.ciss4j.learn.StepLearner;

/**
 * The training loop of one step: the learner is shown one batch after another.
 *
 * @param batches what is learnt from
 * @param learner who learns
 */
record StepTrainer(TrainingBatches batches, StepLearner learner) {

  /**
   * Told of every iteration: its number from 0, its losses, how long it took in seconds, and how
   * much of that passed until its batch was there.
   */
  @FunctionalInterface
  interface IterationListener {
    void done(long iteration, Losses losses, double seconds, double waited);
  }

  /**
   * Shows the learner all batches that it wants.
   *
   * @param first the iteration to begin with: 0, or where the learner was left
   */
  void train(long first, IterationListener listener) {
    train(first, listener, failure -> failure);
  }

  /**
   * The same where a failure of the learner may mean something else.
   *
   * @param explained what to throw for it
   */
  void train(
      long first, IterationListener listener, Function<CissException, RuntimeException> explained) {
    try (BatchStream stream = batches.stream(first, learner.iterations())) {
      for (long iteration = first; iteration < learner.iterations(); iteration++) {
        long start = System.nanoTime();
        try (Batch batch = stream.next()) {
          double waited = secondsSince(start);
          Losses losses = learnt(batch, iteration, explained);
          listener.done(iteration, losses, secondsSince(start), waited);
        }
      }
    }
  }

  private Losses learnt(
      Batch batch, long iteration, Function<CissException, RuntimeException> explained) {
    try {
      return learner.learn(batch, iteration);
    } catch (CissException e) {
      throw explained.apply(e);
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
