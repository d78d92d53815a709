// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.model.Backbone;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.learn.ReplayLearner;
import org.ciss4j.method.Method;
import org.ciss4j.scenario.Step;

/**
 * What decoders take that stand on the encoder of a step's network: those of earlier steps, which
 * label images, and one that learns. The encoder's arrays are shared; what graphs keep of them in
 * another layout is not.
 */
final class Decoders implements AutoCloseable {
  private final int count;
  private final Parameters ofOne = Parameters.blank();
  private final Parameters ofLearning = Parameters.blank();
  private final Optional<SegmentationGraph> one;
  private final Optional<Objective> learning;
  private final long velocities;

  /**
   * Builds a graph for all that label, and one for that which learns.
   *
   * @param mode how the network of the step runs in training
   */
  Decoders(Experiment experiment, Step step, Mode mode) {
    Method method = experiment.method();
    this.count = method.decoders(step);
    this.one =
        count == 0
            ? Optional.empty()
            : Optional.of(graph(experiment, experiment.trained().get(0), Mode.INFERENCE, ofOne));
    Optional<SegmentationGraph> learner =
        method.trainsDecoder(experiment.trained(), step)
            ? Optional.of(graph(experiment, step, mode, ofLearning))
            : Optional.empty();
    List<String> trained =
        learner.stream()
            .flatMap(graph -> graph.trainable().stream())
            .filter(name -> !Backbone.isParameter(name))
            .toList();
    this.learning = learner.map(graph -> Objective.of(graph, method.lossTerms(step), List.of()));
    learning.ifPresent(objective -> objective.train(trained));
    this.velocities =
        trained.stream().mapToLong(name -> StepMemory.bytes(ofLearning.get(name))).sum();
  }

  private static SegmentationGraph graph(
      Experiment experiment, Step step, Mode mode, Parameters parameters) {
    HeadLayout layout = ReplayLearner.decoderLayout(step.newClasses().size());
    return SegmentationGraph.build(
        experiment.network(), layout, mode, experiment.method().signRule(), parameters, Set.of());
  }

  /** Bytes that stay from batch to batch. */
  long bytes() {
    return count * (own(ofOne) + StepMemory.bytes(ofOne)) + own(ofLearning) + velocities;
  }

  private static long own(Parameters parameters) {
    return parameters.arrays().entrySet().stream()
        .filter(entry -> !Backbone.isParameter(entry.getKey()))
        .mapToLong(entry -> StepMemory.bytes(entry.getValue()))
        .sum();
  }

  /** A batch that is labelled by one after the other, and one that is learnt from. */
  void train(Objective.Feeds feeds) {
    one.ifPresent(
        graph -> Graphs.recycle(graph.run(feeds.image(), Endpoint.CLASS_LOGITS).values()));
    learning.ifPresent(objective -> objective.evaluate(feeds, Map.of()).close());
  }

  @Override
  public void close() {
    ofOne.arrays().values().forEach(array -> array.close());
    ofLearning.arrays().values().forEach(array -> array.close());
  }
}
