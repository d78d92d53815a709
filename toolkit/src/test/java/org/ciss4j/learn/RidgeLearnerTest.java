// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.RandomFeatures;
import org.ciss4j.graph.model.ResNet;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.ridge.RidgeStatistics;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RidgeLearnerTest {
  private static final int SIZE = 32;
  private static final int WIDTH = 40;
  private static final double LAMBDA = 0.1;
  private static final RidgeLearner.Options OPTIONS = new RidgeLearner.Options(LAMBDA, 1, 0.2, 0.5);
  private static final Network NETWORK =
      new Network(new ResNet("small", false, List.of(1, 1, 1, 1), 4, 16), 8);
  private static final Scenario SCENARIO =
      Scenario.parse("2-1", new LabelSpace("four", List.of("background", "a", "b", "c", "d")));

  /** What a learner saw of a batch: rows with a one at their end, and what they should say. */
  private record Seen(float[] rows, RidgeTargets.Positions positions, int channels) {
    /** With outputs that came later, of which nothing was shown. */
    float[] shares(int outputs) {
      int count = positions.weights().length;
      float[] shares = new float[count * outputs];
      for (int i = 0; i < count; i++) {
        System.arraycopy(positions.shares(), i * channels, shares, i * outputs, channels);
      }
      return shares;
    }
  }

  @Test
  void afterAllStepsClassifiersAreThoseOfOneRegressionOnEverythingInAnyOrder() {
    List<Seen> seen = new ArrayList<>();
    Parameters parameters = new Parameters(1);
    Map<String, INDArray> sums = Map.of();
    for (Step step : SCENARIO) {
      List<Batch> batches = batches(step);
      StepContext context = context(step, parameters, sums, batches);
      try (RidgeLearner learner =
          step.isBase()
              ? RidgeLearner.first(context, OPTIONS, parameters)
              : RidgeLearner.later(context, OPTIONS)) {
        for (int i = 0; i < batches.size(); i++) {
          learner.learn(batches.get(i), i);
        }
        Parameters before = parameters;
        parameters = learner.finish();
        Parameters network = step.isBase() ? parameters : before;
        batches.forEach(batch -> seen.add(seen(context, network, batch)));
        sums = copy(learner.state());
      }
    }
    assertSame(joint(seen), weights(parameters));
    Collections.reverse(seen);
    assertSame(joint(seen), weights(parameters));
  }

  private static Seen seen(StepContext context, Parameters network, Batch batch) {
    HeadLayout before = context.step().isBase() ? context.layout() : context.before();
    try (SegmentationGraph graph =
        SegmentationGraph.build(NETWORK, Objects.requireNonNull(before), Mode.INFERENCE, network)) {
      Map<Endpoint, INDArray> said =
          graph.run(batch.image(), Endpoint.CLASSIFIED, Endpoint.SMALL_LOGITS);
      INDArray features = Objects.requireNonNull(said.get(Endpoint.CLASSIFIED));
      INDArray logits = Objects.requireNonNull(said.get(Endpoint.SMALL_LOGITS));
      RidgeTargets targets = new RidgeTargets(context.layout().outputs(), OPTIONS.balance());
      RidgeTargets.@Nullable Belief belief =
          context.step().isBase()
              ? null
              : new RidgeScores(
                      logits.dup('c').data().asFloat(),
                      (int) logits.size(1),
                      (int) (logits.size(2) * logits.size(3)))
                  .belief(OPTIONS.confidence());
      RidgeTargets.Positions positions =
          targets.of(
              batch.label().data().asInt(),
              batch.size(),
              SIZE,
              SIZE,
              (int) features.size(1),
              (int) features.size(2),
              belief,
              targets.weights(pixels(context)));
      return new Seen(withOne(features), positions, context.layout().outputs());
    }
  }

  private static long[] pixels(StepContext context) {
    long[] pixels = new long[context.layout().outputs()];
    context
        .data()
        .pass(
            "",
            batch ->
                Arrays.stream(batch.label().data().asInt())
                    .filter(label -> label != LabelSpace.VOID)
                    .forEach(label -> pixels[label]++));
    return pixels;
  }

  private static float[] withOne(INDArray features) {
    int count = (int) (features.length() / WIDTH);
    INDArray ones = Nd4j.ones(count, 1);
    return Nd4j.hstack(features.dup('c').reshape(count, WIDTH), ones).dup('c').data().asFloat();
  }

  private static INDArray joint(List<Seen> seen) {
    int outputs = seen.stream().mapToInt(Seen::channels).max().orElseThrow();
    try (RidgeStatistics all = RidgeStatistics.empty(WIDTH + 1, outputs)) {
      seen.forEach(some -> all.add(some.rows(), some.shares(outputs), some.positions().weights()));
      return all.solve(LAMBDA);
    }
  }

  /** As {@link RidgeStatistics#solve} gives them. */
  private static INDArray weights(Parameters parameters) {
    List<INDArray> classifiers = new ArrayList<>();
    for (Step step : SCENARIO) {
      String name = HeadLayout.classifierName(step.index());
      INDArray weights = parameters.get(name + ".weight");
      INDArray bias = parameters.get(name + ".bias");
      classifiers.add(
          Nd4j.hstack(weights.reshape(bias.length(), WIDTH), bias.reshape(bias.length(), 1)));
    }
    return Nd4j.vstack(classifiers.toArray(INDArray[]::new));
  }

  private static void assertSame(INDArray expected, INDArray actual) {
    double largest = expected.amaxNumber().doubleValue();
    assertThat(largest).isPositive();
    assertThat(expected.sub(actual).amaxNumber().doubleValue()).isLessThan(1e-4 * largest);
  }

  private static Map<String, INDArray> copy(Map<String, INDArray> arrays) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    arrays.forEach((name, array) -> copies.put(name, array.dup('c')));
    return copies;
  }

  /** Noise with labels of the step in some blocks, and void in a few. */
  private static List<Batch> batches(Step step) {
    Random random = new Random(step.index());
    List<Batch> batches = new ArrayList<>();
    for (int size : new int[] {4, 3}) {
      float[] image = new float[size * 3 * SIZE * SIZE];
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextGaussian();
      }
      int[] label = new int[size * SIZE * SIZE];
      int first = step.seenClasses().size() - step.newClasses().size() + 1;
      int[] choice = {0, first, step.seenClasses().size(), LabelSpace.VOID};
      for (int from = 0; from < label.length; from += 40) {
        Arrays.fill(label, from, Math.min(label.length, from + 40), choice[random.nextInt(4)]);
      }
      batches.add(
          new Batch(
              Nd4j.createFromArray(image).reshape(size, 3, SIZE, SIZE),
              Nd4j.createFromArray(label).reshape(size, SIZE, SIZE),
              Arrays.asList("a", "b", "c", "d").subList(0, size),
              0));
    }
    return batches;
  }

  private static StepContext context(
      Step step, Parameters parameters, Map<String, INDArray> sums, List<Batch> batches) {
    StepData data =
        new StepData() {
          @Override
          public int batchesPerEpoch() {
            return batches.size();
          }

          @Override
          public int batchesOfAllImages() {
            return batches.size();
          }

          @Override
          public boolean labelsOldClasses() {
            return false;
          }

          @Override
          public void pass(String purpose, Consumer<Batch> look) {
            batches.forEach(look);
          }
        };
    return new StepContext(
        SCENARIO,
        step,
        NETWORK,
        layout(step),
        step.isBase() ? null : layout(SCENARIO.get(step.index() - 1)),
        Mode.INFERENCE,
        parameters,
        sums,
        new Training(1, 4, SIZE, 1e-2, 1e-3, 0.9, 1e-4, 0.9, 0),
        data,
        new Seeds(step.index()));
  }

  private static HeadLayout layout(Step step) {
    return new HeadLayout(SCENARIO.stepSizes().subList(0, step.index() + 1))
        .withBackground()
        .on(
            new RandomFeatures(
                WIDTH, List.of(RandomFeatures.Block.ASPP, RandomFeatures.Block.BACKBONE)));
  }
}
