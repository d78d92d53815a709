// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Batch;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.Crop;
import org.ciss4j.data.batch.Loading;
import org.ciss4j.data.batch.TrainingBatches;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.learn.Teacher;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.FineTuning;
import org.ciss4j.method.Method;
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
    List<Double> losses = new ArrayList<>();
    try (StepLearner learner = learner(Dkd.voc(), BASE, parameters, 40);
        BatchStream stream = batches(BASE, 2).stream(0, 1);
        Batch batch = stream.next()) {
      for (int i = 0; i < 40; i++) {
        losses.add(learner.learn(batch, i).total());
      }
    }
    assertThat(losses.get(39)).isLessThan(losses.get(0) / 4);
  }

  @Test
  void inALaterStepNormalisationAndTeacherStandStill() {
    Dkd method = Dkd.voc();
    Parameters parameters = trainedBaseStep();
    StepLearner learner = learner(method, LATER, parameters, 12);
    SegmentationGraph graph = graph(method, LATER, parameters.copy(0));
    Parameters before = parameters.copy(0);
    train(LATER, learner, 2);
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

  @Test
  void theTeacherStandsStillWhileWhatItWasMadeOfIsTrained() {
    Dkd method = Dkd.voc();
    Parameters parameters = trainedBaseStep();
    try (Teacher teacher =
            new Teacher(SmallRun.NETWORK, layout(method, BASE), method.signRule(), parameters);
        BatchStream stream = batches(LATER, 1).stream(0, 1);
        Batch batch = stream.next()) {
      List<Endpoint> asked = List.of(Endpoint.CLASS_LOGITS, Endpoint.POSITIVE, Endpoint.NEGATIVE);
      Map<Endpoint, INDArray> before = teacher.outputs(batch.image(), asked);
      train(LATER, learner(method, LATER, parameters, 12), 2);
      Map<Endpoint, INDArray> after = teacher.outputs(batch.image(), asked);
      after.forEach(
          (endpoint, array) -> assertSameBits("" + endpoint, array, before.get(endpoint)));
    }
  }

  @Test
  void fineTuningAsksNoTeacher() {
    FineTuning method = FineTuning.standard();
    try (StepLearner learner = learner(method, LATER, trainedBaseStep(), 2)) {
      assertThat(learner.recorded()).containsExactly("mbce");
      new StepTrainer(batches(LATER, 1), learner)
          .train(
              0,
              (i, losses, seconds, waited) -> assertThat(losses.terms()).containsOnlyKeys("mbce"));
    }
  }

  @Test
  void loaderThreadsChangeNothing() {
    assertThat(losses(1)).hasSize(8).isEqualTo(losses(3));
  }

  /** It has no part in the loss of a step that normalises by its batches. */
  @Test
  void aRunningStatisticThatIsNoNumberEndsTraining() {
    Parameters parameters = new Parameters(3);
    StepLearner learner = learner(Dkd.voc(), BASE, parameters, 2);
    parameters.get("backbone.bn1.running_var").putScalar(0, Float.NaN);
    StepTrainer trainer = new StepTrainer(batches(BASE, 1), learner);
    assertThatThrownBy(() -> trainer.train(0, (i, value, seconds, waited) -> {}))
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll(
            "not finite after iteration 0 of step 0, at a loss of ",
            "backbone.bn1.running_var (1 of ");
  }

  private static List<Double> losses(int threads) {
    List<Double> losses = new ArrayList<>();
    try (StepLearner learner = learner(Dkd.voc(), BASE, new Parameters(3), 8)) {
      new StepTrainer(batches(BASE, threads), learner)
          .train(0, (i, value, seconds, waited) -> losses.add(value.total()));
    }
    return losses;
  }

  /**
   * One forgotten image an iteration would be 9 MB from check to check. The median, because the
   * Java heap, which counts too, grows once by more than that.
   */
  @Test
  void nativeMemoryStaysFlat() {
    List<Long> bytes = new ArrayList<>();
    try (StepLearner learner = learner(Dkd.voc(), LATER, trainedBaseStep(), 121)) {
      new StepTrainer(batches(LATER, Crop.random(96), 1), learner)
          .train(
              0,
              (iteration, value, seconds, waited) -> {
                if (iteration > 0 && iteration % 20 == 0) {
                  System.gc();
                  bytes.add(Pointer.physicalBytes());
                }
              });
    }
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
    train(BASE, learner(Dkd.voc(), BASE, parameters, 5), 2);
    return parameters;
  }

  private static void train(Step step, StepLearner learner, int threads) {
    try (learner) {
      new StepTrainer(batches(step, threads), learner).train(0, (i, value, seconds, waited) -> {});
    }
  }

  private static StepLearner learner(
      Method method, Step step, Parameters parameters, int iterations) {
    return method.learner(SmallRun.context(method, step, parameters, iterations));
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
