// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Learns one step, batch by batch. A method makes one for each step; whoever asked for it shows it
 * the batches, saves what it knows, and closes it.
 *
 * <p>A step that was interrupted is begun again by a new learner, made from the same {@link
 * StepContext}, whose {@link #parameters} and {@link #state} are then set to what a checkpoint
 * holds. If all that decides how it goes on is there, and else depends on the number of the
 * iteration and on seeds alone, it ends with the same bits.
 */
public interface StepLearner extends AutoCloseable {

  /** The numbers of the network in training, as they are now: the arrays themselves. */
  Parameters parameters();

  /**
   * What besides {@link #parameters} decides how training goes on, by name: the arrays themselves,
   * whose shapes never change. No name is that of a parameter.
   */
  Map<String, INDArray> state();

  /**
   * Names of those arrays of {@link #state} that the learner of the next step is given as {@link
   * StepContext#inherited}; the others are forgotten when the step is done.
   */
  default Set<String> lasting() {
    return Set.of();
  }

  /** How many batches it is to be shown. */
  long iterations();

  /** The learning rate of an iteration, as {@link Losses#rate}; 0 where there is none. */
  default double rate(long iteration) {
    return 0;
  }

  /**
   * Whether each epoch shows all images, its last batch being smaller; otherwise images that do not
   * fill a batch are left out, as the papers' codes do.
   */
  default boolean seesEveryImage() {
    return false;
  }

  /** What a user should know before the first batch, such as what it will cost; a line each. */
  default List<String> remarks() {
    return List.of();
  }

  /**
   * What was found out, once the step is done, such as settings to be used again: a line each,
   * which the run keeps.
   */
  default List<String> findings() {
    return List.of();
  }

  /** Names of the {@link Losses#terms} and then of what is {@link Losses#watched}. */
  List<String> recorded();

  /**
   * Learns from a batch.
   *
   * @param batch stays its owner's
   * @param iteration its number in the step, from 0
   * @throws org.ciss4j.common.CissException if what is minimised is no longer a number
   */
  Losses learn(Batch batch, long iteration);

  /**
   * After the last batch: the network that the step leaves behind, which is saved, scored, and what
   * the next step begins with; that in training unless the learner says so. May change {@link
   * #state}.
   */
  default Parameters finish() {
    return parameters();
  }

  /** Frees what only training needs, but for the parameters that {@link #finish} gave. */
  @Override
  void close();

  /**
   * The same learner, whose network is changed after the last batch.
   *
   * @param change gives the network that the step leaves behind; it may be the one that it is given
   */
  default StepLearner finishedBy(UnaryOperator<Parameters> change) {
    return new FinishedBy(this, change);
  }
}
