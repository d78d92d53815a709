// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.data.Batch;
import org.ciss4j.data.BatchStream;
import org.ciss4j.data.Crop;
import org.ciss4j.data.Loading;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.TrainingBatches;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.FineTuning;
import org.ciss4j.method.Method;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.Seeds;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class StepTrainerTest {
  private static final Step BASE = SmallRun.SCENARIO.get(0);
  private static final Step LATER = SmallRun.SCENARIO.get(1);

  @Test
  void oneBatchIsLearntByHeart() {
    Parameters parameters = new Parameters(3);
    SegmentationGraph graph = graph(Dkd.voc(), BASE, parameters);
    Objective objective = Objective.of(graph, Dkd.voc().lossTerms(BASE));
    Sgd optimizer = optimizer(Dkd.voc(), BASE, graph);
    List<Double> losses = new ArrayList<>();
    try (BatchStream stream = batches(BASE, 2).stream(0, 1);
        Batch batch = stream.next()) {
      for (int i = 0; i < 40; i++) {
        try (Objective.Value value =
            objective.evaluate(batch.image(), batch.label(), Map.of(), i)) {
          optimizer.update(value.gradients(), 1e-2);
          losses.add(value.total());
        }
      }
    }
    assertThat(losses.get(39)).isLessThan(losses.get(0) / 4);
  }

  @Test
  void inALaterStepNormalisationAndTeacherStandStill() {
    Dkd method = Dkd.voc();
    Parameters parameters = trainedBaseStep();
    SegmentationGraph graph = graph(method, LATER, parameters);
    method.initializeNewClassifiers(parameters, graph.layout());
    Objective objective = Objective.of(graph, method.lossTerms(LATER));
    Teacher teacher =
        new Teacher(SmallRun.NETWORK, layout(method, BASE), method.signRule(), parameters);
    Parameters before = parameters.copy(0);
    Map<Endpoint, INDArray> taughtBefore = outputs(teacher, objective);
    trainer(method, LATER, graph, teacher, objective, 2, 12)
        .train(0, (i, value, seconds, waited) -> {});
    Map<Endpoint, INDArray> taughtAfter = outputs(teacher, objective);
    assertThat(taughtAfter).hasSize(3);
    taughtAfter.forEach(
        (endpoint, array) -> assertSameBits(endpoint.name(), array, taughtBefore.get(endpoint)));
    List<String> moved = new ArrayList<>();
    parameters
        .arrays()
        .forEach(
            (name, array) -> {
              if (graph.trainable().contains(name)) {
                if (!array.equals(before.get(name))) {
                  moved.add(name);
                }
              } else {
                assertSameBits(name, array, before.get(name));
              }
            });
    assertThat(moved).containsExactlyInAnyOrderElementsOf(graph.trainable());
    assertThat(graph.trainable())
        .isNotEmpty()
        .noneMatch(name -> name.contains(".bn") || name.contains("running"));
  }

  private static Map<Endpoint, INDArray> outputs(Teacher teacher, Objective objective) {
    try (BatchStream stream = batches(LATER, 1).stream(0, 1);
        Batch batch = stream.next()) {
      return teacher.outputs(batch.image(), objective.teacherEndpoints());
    }
  }

  @Test
  void fineTuningAsksNoTeacher() {
    SegmentationGraph graph = graph(FineTuning.standard(), LATER, new Parameters(1));
    Objective objective = Objective.of(graph, FineTuning.standard().lossTerms(LATER));
    assertThat(objective.teacherEndpoints()).isEmpty();
    trainer(FineTuning.standard(), LATER, graph, null, objective, 1, 2)
        .train(
            0, (i, value, seconds, waited) -> assertThat(value.terms()).containsOnlyKeys("mbce"));
  }

  @Test
  void loaderThreadsChangeNothing() {
    assertThat(losses(1)).hasSize(8).isEqualTo(losses(3));
  }

  /** It has no part in the loss of a step that normalises by its batches. */
  @Test
  void aRunningStatisticThatIsNoNumberEndsTraining() {
    Parameters parameters = new Parameters(3);
    SegmentationGraph graph = graph(Dkd.voc(), BASE, parameters);
    Objective objective = Objective.of(graph, Dkd.voc().lossTerms(BASE));
    parameters.get("backbone.bn1.running_var").putScalar(0, Float.NaN);
    StepTrainer trainer = trainer(Dkd.voc(), BASE, graph, null, objective, 1, 2);
    assertThatThrownBy(() -> trainer.train(0, (i, value, seconds, waited) -> {}))
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll(
            "not finite after iteration 0 of step 0, at a loss of ",
            "backbone.bn1.running_var (1 of ");
  }

  private static List<Double> losses(int threads) {
    List<Double> losses = new ArrayList<>();
    SegmentationGraph graph = graph(Dkd.voc(), BASE, new Parameters(3));
    Objective objective = Objective.of(graph, Dkd.voc().lossTerms(BASE));
    trainer(Dkd.voc(), BASE, graph, null, objective, threads, 8)
        .train(0, (i, value, seconds, waited) -> losses.add(value.total()));
    return losses;
  }

  /**
   * One forgotten image an iteration would be 9 MB from check to check. The median, because the
   * Java heap, which counts too, grows once by more than that.
   */
  @Test
  void nativeMemoryStaysFlat() {
    Dkd method = Dkd.voc();
    Parameters parameters = trainedBaseStep();
    SegmentationGraph graph = graph(method, LATER, parameters);
    Objective objective = Objective.of(graph, method.lossTerms(LATER));
    Teacher teacher =
        new Teacher(SmallRun.NETWORK, layout(method, BASE), method.signRule(), parameters);
    List<Long> bytes = new ArrayList<>();
    new StepTrainer(
            LATER.index(),
            batches(LATER, Crop.random(96), 1),
            teacher,
            Optional.empty(),
            objective,
            graph.statistics(),
            optimizer(method, LATER, graph),
            new LearningRate(1e-3, 121, 0.9, 0),
            new Seeds(8))
        .train(
            0,
            (iteration, value, seconds, waited) -> {
              if (iteration > 0 && iteration % 20 == 0) {
                System.gc();
                bytes.add(Pointer.physicalBytes());
              }
            });
    List<Long> growth =
        IntStream.range(1, bytes.size())
            .mapToObj(i -> bytes.get(i) - bytes.get(i - 1))
            .sorted()
            .toList();
    assertThat(growth).hasSize(5);
    assertThat(growth.get(2)).as("bytes per 20 iterations: %s", growth).isLessThan(4L << 20);
  }

  private static Parameters trainedBaseStep() {
    Parameters parameters = new Parameters(3);
    SegmentationGraph graph = graph(Dkd.voc(), BASE, parameters);
    Objective objective = Objective.of(graph, Dkd.voc().lossTerms(BASE));
    trainer(Dkd.voc(), BASE, graph, null, objective, 2, 5)
        .train(0, (i, value, seconds, waited) -> {});
    return parameters;
  }

  private static StepTrainer trainer(
      Method method,
      Step step,
      SegmentationGraph graph,
      Teacher teacher,
      Objective objective,
      int threads,
      long iterations) {
    return new StepTrainer(
        step.index(),
        batches(step, threads),
        teacher,
        Optional.empty(),
        objective,
        graph.statistics(),
        optimizer(method, step, graph),
        new LearningRate(1e-3, iterations, 0.9, 0),
        new Seeds(8));
  }

  private static Sgd optimizer(Method method, Step step, SegmentationGraph graph) {
    return new Sgd(
        graph.parameters(),
        method.parameterGroups(step, graph.layout(), graph.trainable(), 1e-4),
        0.9);
  }

  private static TrainingBatches batches(Step step, int threads) {
    return batches(step, Crop.random(32), threads);
  }

  private static TrainingBatches batches(Step step, Crop crop, int threads) {
    StepImages images =
        new StepImages(SmallRun.DATASET, SmallRun.SCENARIO, StepRules.of(Setting.OVERLAPPED));
    return new TrainingBatches(
        SmallRun.DATASET,
        images.training(step),
        images.view(step),
        crop,
        new Seeds(4),
        Loading.of(4).withThreads(threads));
  }

  private static HeadLayout layout(Method method, Step step) {
    return method.headLayout(SmallRun.SCENARIO, step);
  }

  private static SegmentationGraph graph(Method method, Step step, Parameters parameters) {
    return SegmentationGraph.build(
        SmallRun.NETWORK, layout(method, step), method.mode(step), method.signRule(), parameters);
  }

  private static void assertSameBits(String name, INDArray actual, INDArray expected) {
    assertThat(actual.dup('c').data().asDouble())
        .as(name)
        .isEqualTo(expected.dup('c').data().asDouble());
  }
}
