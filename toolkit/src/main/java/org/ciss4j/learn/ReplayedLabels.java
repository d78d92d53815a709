// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.ciss4j.data.Batch;
import org.ciss4j.data.set.ReplayFolder;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Labels of batches that are replayed as a whole: what the decoder says that knows the classes of
 * the step in which an image's class was learnt or, where there is none, the network of the step
 * before. Other batches are completed by somebody else.
 */
final class ReplayedLabels implements PseudoLabels {
  private final PseudoLabels others;
  private final Scenario scenario;
  private final Map<Integer, Decoder> decoders;
  private final Function<INDArray, int[]> decision;

  /**
   * Labels of a later step.
   *
   * @param others of batches of the step itself
   * @param decoders by step
   * @param decision from logits to labels of a network with a background channel
   */
  ReplayedLabels(
      PseudoLabels others,
      Scenario scenario,
      Map<Integer, Decoder> decoders,
      Function<INDArray, int[]> decision) {
    this.others = others;
    this.scenario = scenario;
    this.decoders = decoders;
    this.decision = decision;
  }

  @Override
  public Set<Endpoint> teacherEndpoints() {
    Set<Endpoint> endpoints = EnumSet.of(Endpoint.CLASS_LOGITS);
    endpoints.addAll(others.teacherEndpoints());
    return endpoints;
  }

  @Override
  public Completed complete(Batch batch, Map<Endpoint, INDArray> teacher) {
    if (batch.replayed() < batch.size()) {
      return others.complete(batch, teacher);
    }
    int[] steps = batch.ids().stream().mapToInt(this::stepOf).toArray();
    int pixels = (int) (batch.label().length() / batch.size());
    int[] labels = new int[pixels * batch.size()];
    for (int step : IntStream.of(steps).distinct().sorted().toArray()) {
      int[] said = said(step, batch, teacher);
      for (int image = 0; image < steps.length; image++) {
        if (steps[image] == step) {
          System.arraycopy(said, image * pixels, labels, image * pixels, pixels);
        }
      }
    }
    return Completed.of(batch.label().shape(), labels);
  }

  /** The step that has learnt the class of an image. */
  private int stepOf(String id) {
    String name = ReplayFolder.className(id);
    return scenario.steps().stream()
        .filter(
            step ->
                step.newClasses().stream()
                    .anyMatch(number -> scenario.labelSpace().nameOf(number).equals(name)))
        .mapToInt(Step::index)
        .findFirst()
        .orElseThrow();
  }

  private int[] said(int step, Batch batch, Map<Endpoint, INDArray> teacher) {
    Decoder decoder = decoders.get(step);
    if (decoder == null) {
      return decision.apply(Objects.requireNonNull(teacher.get(Endpoint.CLASS_LOGITS)));
    }
    INDArray logits = decoder.logits(batch.image());
    try {
      int before = scenario.stepSizes().subList(0, step).stream().mapToInt(size -> size).sum();
      return IntStream.of(decision.apply(logits))
          .map(label -> label == 0 ? 0 : label + before)
          .toArray();
    } finally {
      Graphs.recycle(List.of(logits));
    }
  }
}
