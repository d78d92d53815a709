// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.learn.Losses;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.method.Recall;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Four iterations of a later step of RECALL, of which two are replayed, against plain loops in
 * double precision: who labels what, the network, its helper, losses, gradients, and the optimiser.
 */
class RecallStepsTest {
  private static final int ITERATIONS = 4;
  private static final int IMAGES = 3;
  private static final int SIZE = 32;
  private static final double RATE = 1e-3;
  private static final double MOMENTUM = 0.9;
  private static final double DECAY = 1e-4;
  private static final Recall METHOD = Recall.standard();
  private static final Scenario SCENARIO = Scenario.parse("2-1", SmallRun.DATASET.labelSpace());

  private final Random random = new Random(7);

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void fourIterations(int number) {
    Step step = SCENARIO.get(number);
    Parameters parameters = network(METHOD.headLayout(SCENARIO, SCENARIO.get(number - 1)), 1);
    Map<String, double[]> teacher = numbers(parameters.arrays());
    Map<String, INDArray> inherited = new LinkedHashMap<>();
    for (int old = 0; old < number; old++) {
      String prefix = "decoder." + old + ".";
      network(new HeadLayout(List.of(old == 0 ? 2 : 1)).withBackground(), 20 + old)
          .arrays()
          .forEach(
              (name, array) -> {
                if (!name.startsWith("backbone.")) {
                  inherited.put(prefix + name, array);
                }
              });
    }
    StepContext plain = SmallRun.context(METHOD, SmallRun.SCENARIO.get(1), parameters, ITERATIONS);
    StepContext context =
        new StepContext(
            SCENARIO,
            step,
            plain.network(),
            METHOD.headLayout(SCENARIO, step),
            METHOD.headLayout(SCENARIO, SCENARIO.get(number - 1)),
            METHOD.mode(step),
            parameters,
            inherited,
            plain.training(),
            plain.data(),
            plain.seeds());
    try (StepLearner learner = METHOD.learner(context)) {
      Map<String, double[]> start = numbers(learner.parameters().arrays());
      Map<String, double[]> helped = helper(learner);
      assertThat(helped.isEmpty()).isEqualTo(number == 2);
      Reference network = new Reference(start, number + 1, 1);
      Reference helper = new Reference(encoderAnd(helped, start), 1, 0.4);
      int[] kinds = {0, 0, number + 2, 255};
      for (int i = 0; i < ITERATIONS; i++) {
        boolean replayed = i % 2 == 1;
        try (Batch batch = replayed ? replayed(number) : own(kinds)) {
          int[] labels =
              replayed
                  ? said(batch, inherited, teacher)
                  : inpainted(batch.label().data().asInt(), argmax(teacher, number, batch));
          double loss = network.learn(batch, labels, i);
          Losses losses = learner.learn(batch, i);
          assertThat(losses.total()).as("loss %s", i).isCloseTo(loss, within(1e-5 * loss));
          if (!replayed && number == 1) {
            int[] own =
                IntStream.of(batch.label().data().asInt()).map(k -> k == 3 ? 1 : 0).toArray();
            double ofHelper = helper.learn(batch, own, i);
            assertThat(losses.watched().get("helper")).isCloseTo(ofHelper, within(1e-5 * ofHelper));
          }
        }
      }
      compare(start, network.parameters, numbers(learner.parameters().arrays()));
      compare(helped, helper.parameters, helper(learner));
      learner.finish();
      assertThat(learner.lasting())
          .containsAll(inherited.keySet())
          .hasSize(inherited.size() + helped.size());
    }
  }

  private static Map<String, double[]> helper(StepLearner learner) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    learner
        .state()
        .forEach(
            (name, array) -> {
              if (name.startsWith("helper.") && !name.startsWith("helper.velocity.")) {
                arrays.put(name.substring("helper.".length()), array);
              }
            });
    return numbers(arrays);
  }

  private static Map<String, double[]> encoderAnd(
      Map<String, double[]> decoder, Map<String, double[]> network) {
    Map<String, double[]> all = new LinkedHashMap<>(decoder);
    network.forEach(
        (name, values) -> {
          if (name.startsWith("backbone.")) {
            all.put(name, values);
          }
        });
    return all;
  }

  /**
   * By the class in front of the name: of the base step by its decoder, of step 1 by its helper.
   */
  private static int[] said(
      Batch batch, Map<String, INDArray> inherited, Map<String, double[]> teacher) {
    int pixels = SIZE * SIZE;
    int[] labels = new int[IMAGES * pixels];
    for (int n = 0; n < IMAGES; n++) {
      int step = batch.ids().get(n).startsWith("triangle/") ? 1 : 0;
      Map<String, double[]> decoder = new LinkedHashMap<>();
      numbers(inherited)
          .forEach(
              (name, values) -> {
                if (name.startsWith("decoder." + step + ".")) {
                  decoder.put(name.substring("decoder.0.".length()), values);
                }
              });
      int[] said = argmax(encoderAnd(decoder, teacher), 1, batch);
      for (int p = n * pixels; p < (n + 1) * pixels; p++) {
        labels[p] = said[p] == 0 ? 0 : said[p] + 2 * step;
      }
    }
    return labels;
  }

  private static int[] argmax(Map<String, double[]> parameters, int classifiers, Batch batch) {
    PlainTape.Node z =
        new PlainNetwork(parameters, classifiers, true, PlainStep.doubles(batch.image()), SIZE)
            .map(Endpoint.CLASS_LOGITS);
    int pixels = z.pixels();
    return IntStream.range(0, z.n * pixels)
        .map(p -> p / pixels * z.c * pixels + p % pixels)
        .map(
            first ->
                IntStream.range(0, z.c)
                    .reduce(
                        0,
                        (best, c) ->
                            z.values[first + c * pixels] > z.values[first + best * pixels]
                                ? c
                                : best))
        .toArray();
  }

  private static int[] inpainted(int[] labels, int[] said) {
    return IntStream.range(0, labels.length)
        .map(p -> labels[p] == 0 || labels[p] == 255 ? said[p] : labels[p])
        .toArray();
  }

  private static void compare(
      Map<String, double[]> start, Map<String, double[]> wanted, Map<String, double[]> actual) {
    assertThat(actual.keySet()).isEqualTo(start.keySet());
    actual.forEach(
        (name, now) -> {
          double[] then = start.get(name);
          if (!trains(name)) {
            assertThat(now).as(name).isEqualTo(then);
            return;
          }
          double[] expected = wanted.get(name);
          double most =
              IntStream.range(0, now.length)
                  .mapToDouble(k -> Math.abs(expected[k] - then[k]))
                  .max()
                  .orElseThrow();
          assertThat(most).as("%s moves", name).isPositive();
          for (int k = 0; k < now.length; k++) {
            assertThat(now[k] - then[k])
                .as("%s %s", name, k)
                .isCloseTo(
                    expected[k] - then[k], within(2e-3 * most + 2e-7 * Math.abs(then[k]) + 1e-7));
          }
        });
  }

  private static boolean trains(String name) {
    return name.startsWith("cls.") || name.matches("aspp\\..*0\\.weight|aspp.convs.4.1.weight");
  }

  /** As if it had been trained. All have the same encoder. */
  private static Parameters network(HeadLayout layout, long seed) {
    Parameters encoder = new Parameters(1);
    SegmentationGraph.build(SmallRun.NETWORK, layout, Mode.INFERENCE, encoder);
    Map<String, INDArray> arrays = new LinkedHashMap<>(encoder.arrays());
    arrays.keySet().removeIf(name -> !name.startsWith("backbone."));
    shake(arrays, new Random(5));
    Parameters parameters = new Parameters(arrays, seed);
    SegmentationGraph.build(SmallRun.NETWORK, layout, Mode.INFERENCE, parameters);
    Map<String, INDArray> decoder = new LinkedHashMap<>(parameters.arrays());
    decoder.keySet().removeIf(name -> name.startsWith("backbone."));
    shake(decoder, new Random(seed));
    return parameters;
  }

  private static void shake(Map<String, INDArray> arrays, Random random) {
    arrays.forEach(
        (name, array) -> {
          boolean norm = array.rank() == 1 && !name.startsWith("cls.");
          for (long k = 0; norm && k < array.length(); k++) {
            double noise = random.nextDouble();
            array.putScalar(k, name.endsWith("bias") ? noise - 0.3 : 0.5 + noise);
          }
        });
  }

  private static Map<String, double[]> numbers(Map<String, INDArray> arrays) {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) ->
            numbers.put(name, array.castTo(DataType.DOUBLE).dup('c').data().asDouble()));
    return numbers;
  }

  private Batch own(int[] kinds) {
    return batch(kinds, List.of("a", "b", "c"), 0);
  }

  private Batch replayed(int number) {
    String last = number == 1 ? "square/a.png" : "triangle/c.png";
    return batch(new int[] {0}, List.of("disc/a.png", last, "square/b.jpg"), IMAGES);
  }

  private Batch batch(int[] kinds, List<String> ids, int replayed) {
    int[] labels = random.ints(IMAGES * SIZE * SIZE, 0, kinds.length).map(k -> kinds[k]).toArray();
    float[] pixels = new float[IMAGES * 3 * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return new Batch(
        Nd4j.createFromArray(pixels).reshape(IMAGES, 3, SIZE, SIZE),
        Nd4j.createFromArray(labels).reshape(IMAGES, SIZE, SIZE),
        ids,
        replayed);
  }

  /** Cross-entropy of what is behind the encoder. */
  private static final class Reference {
    private final Map<String, double[]> parameters = new LinkedHashMap<>();
    private final Map<String, double[]> velocities = new HashMap<>();
    private final int classifiers;
    private final double factor;

    Reference(Map<String, double[]> start, int classifiers, double factor) {
      start.forEach((name, values) -> parameters.put(name, values.clone()));
      this.classifiers = classifiers;
      this.factor = factor;
    }

    double learn(Batch batch, int[] labels, int iteration) {
      PlainNetwork network =
          new PlainNetwork(parameters, classifiers, true, PlainStep.doubles(batch.image()), SIZE);
      PlainTape.Node z = network.map(Endpoint.CLASS_LOGITS);
      int pixels = z.pixels();
      double loss = 0;
      for (int p = 0; p < labels.length; p++) {
        double[] said = PlainStep.softmax(z, p / pixels, p % pixels);
        loss -= Math.log(said[labels[p]]) / labels.length;
        for (int c = 0; c < z.c; c++) {
          z.gradient[(p / pixels * z.c + c) * pixels + p % pixels] =
              (said[c] - (c == labels[p] ? 1 : 0)) / labels.length;
        }
      }
      network.tape.back();
      double rate = factor * RATE * Math.pow(1 - (double) iteration / ITERATIONS, 0.9);
      network.parameters.forEach((name, node) -> update(name, node.gradient, rate));
      return loss;
    }

    /** Nesterov's momentum as PyTorch has it. */
    private void update(String name, double[] gradient, double rate) {
      if (!trains(name)) {
        return;
      }
      double[] values = parameters.get(name);
      double[] velocity = velocities.computeIfAbsent(name, absent -> new double[values.length]);
      for (int k = 0; k < values.length; k++) {
        double g = gradient[k] + DECAY * values[k];
        velocity[k] = MOMENTUM * velocity[k] + g;
        values[k] -= rate * (g + MOMENTUM * velocity[k]);
      }
    }
  }
}
