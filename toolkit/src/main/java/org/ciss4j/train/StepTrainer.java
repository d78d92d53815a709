// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ciss4j.data.Batch;
import org.ciss4j.data.BatchStream;
import org.ciss4j.data.TrainingBatches;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.op.Graphs;
import org.ciss4j.graph.op.NonFinite;
import org.ciss4j.method.PseudoLabels;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.Seeds;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The training loop of one step: batch, teacher, objective, update.
 *
 * @param step its number, from 0
 * @param batches what is learnt from
 * @param teacher the network of the previous step; null in the base step
 * @param pseudoLabels what completes labels; empty if they are learnt as they are
 * @param objective what is minimised
 * @param statistics running means and variances that follow the batches, by name
 * @param optimizer what moves the parameters
 * @param rate learning rate by iteration
 * @param seeds of this step
 */
record StepTrainer(
    int step,
    TrainingBatches batches,
    @Nullable Teacher teacher,
    Optional<PseudoLabels> pseudoLabels,
    Objective objective,
    Map<String, INDArray> statistics,
    Sgd optimizer,
    LearningRate rate,
    Seeds seeds)
    implements AutoCloseable {

  /**
   * Told of every iteration: its number from 0, its losses, how long it took in seconds, and how
   * much of that passed until its batch was there.
   */
  @FunctionalInterface
  interface IterationListener {
    void done(long iteration, Objective.Value value, double seconds, double waited);
  }

  /**
   * Trains for the iterations of the learning rate.
   *
   * @param first the iteration to begin with: 0, or where parameters and optimiser were left
   * @throws CissException if the objective, a parameter or a running statistic is no longer a
   *     number, also after the last iteration
   */
  void train(long first, IterationListener listener) {
    try (BatchStream stream = batches.stream(first, rate.iterations())) {
      for (long iteration = first; iteration < rate.iterations(); iteration++) {
        long start = System.nanoTime();
        try (Batch batch = stream.next()) {
          double waited = secondsSince(start);
          try (Objective.Value value = evaluate(batch, iteration)) {
            update(value, iteration);
            listener.done(iteration, value, secondsSince(start), waited);
          }
        }
      }
    }
  }

  /** A ReLU hides NaN from the loss, so that looking at it is not enough. */
  private void update(Objective.Value value, long iteration) {
    Optional<String> diverged =
        optimizer
            .update(value.gradients(), rate.at(iteration))
            .or(() -> NonFinite.among(statistics));
    if (diverged.isPresent()) {
      throw CissException.failure(
          "not finite after iteration %d of step %d, at a loss of %s (largest term: %s): %s; %s",
          iteration,
          step,
          value.total(),
          largest(value.terms()),
          diverged.get(),
          advice(iteration));
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  private Objective.Value evaluate(Batch batch, long iteration) {
    Map<Endpoint, INDArray> taught =
        teacher == null ? Map.of() : teacher.outputs(batch.image(), taughtEndpoints());
    long dropoutSeed = seeds.child("dropout/" + iteration).value();
    INDArray memoryLabel = objective.readsMemory() ? batch.memoryLabel() : null;
    Optional<PseudoLabels.Completed> completed =
        pseudoLabels.map(labels -> labels.complete(batch.label(), taught));
    Objective.Targets targets =
        new Objective.Targets(
            completed.map(PseudoLabels.Completed::label).orElse(batch.label()),
            memoryLabel,
            completed.map(PseudoLabels.Completed::imageWeights).orElse(null));
    Objective.Value value = objective.evaluate(batch.image(), targets, taught, dropoutSeed);
    completed.ifPresent(PseudoLabels.Completed::close);
    if (memoryLabel != null) {
      memoryLabel.close();
    }
    Graphs.recycle(taught.values());
    if (!Double.isFinite(value.total())) {
      throw CissException.failure(
          "the loss is %s at iteration %d of step %d (images %s; largest term: %s); %s",
          value.total(),
          iteration,
          step,
          String.join(", ", batch.ids()),
          largest(value.terms()),
          advice(iteration));
    }
    return value;
  }

  private Set<Endpoint> taughtEndpoints() {
    Set<Endpoint> wanted = EnumSet.noneOf(Endpoint.class);
    wanted.addAll(objective.teacherEndpoints());
    pseudoLabels.ifPresent(labels -> wanted.addAll(labels.teacherEndpoints()));
    return wanted;
  }

  /** Nothing has moved yet when the first loss is computed, and little when the first update is. */
  private static String advice(long iteration) {
    return iteration == 0
        ? "it is the first iteration, so look at what the step starts from and at the weights of"
            + " the loss terms before you lower the learning rate"
        : "lower the learning rate";
  }

  private static String largest(Map<String, Double> terms) {
    return terms.entrySet().stream()
        .max(Comparator.comparingDouble(Map.Entry::getValue))
        .map(term -> term.getKey() + " = " + term.getValue())
        .orElse("none");
  }

  /** Frees what only training needs: the teacher's parameters and the momentum. */
  @Override
  public void close() {
    if (teacher != null) {
      teacher.close();
    }
    optimizer.close();
  }
}
