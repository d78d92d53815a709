// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepData;
import org.ciss4j.method.Method;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Step;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What references of later steps in plain loops have in common: the network in training and the one
 * before, new classifiers as in MiB, the optimiser; and what is learnt from.
 */
class PlainStep {
  /** Batches of an epoch. */
  static final int PER_EPOCH = 2;

  static final int IMAGES = 3;
  static final int SIZE = 64;
  static final double RATE = 1e-2;
  static final double MOMENTUM = 0.9;
  static final double DECAY = 1e-4;

  /** Outputs of the teacher: background and three classes; of the network one more. */
  static final int OLD = 4;

  static final int ALL = 5;

  final Map<String, double[]> numbers = new LinkedHashMap<>();
  final Map<String, double[]> before = new LinkedHashMap<>();
  private final Map<String, double[]> begun = new LinkedHashMap<>();
  private final Map<String, double[]> velocities = new HashMap<>();

  /** From the network that the base step left. */
  PlainStep(Map<String, double[]> start) {
    start.forEach((name, values) -> before.put(name, values.clone()));
    start.forEach((name, values) -> numbers.put(name, values.clone()));
    double[] rows = numbers.get("cls.1.weight");
    double[] biases = numbers.get("cls.1.bias");
    biases[0] -= Math.log(2);
    numbers.put("cls.2.weight", Arrays.copyOf(rows, rows.length / OLD));
    numbers.put("cls.2.bias", new double[] {biases[0]});
    numbers.forEach((name, values) -> begun.put(name, values.clone()));
  }

  static double rate(int iteration) {
    return RATE * Math.pow(1 - (double) iteration / (2 * PER_EPOCH), 0.9);
  }

  /** All parameters have moved alike. */
  void assertSame(Parameters parameters) {
    Map<String, double[]> now = PlainNetwork.numbers(parameters);
    numbers.forEach(
        (name, expected) -> {
          if (!name.matches(".*(running_mean|running_var|tracked)")) {
            compare(name, begun.get(name), expected, now.get(name));
          }
        });
  }

  private static void compare(String name, double[] before, double[] expected, double[] now) {
    double most =
        IntStream.range(0, now.length)
            .mapToDouble(k -> Math.abs(expected[k] - before[k]))
            .max()
            .orElseThrow();
    assertThat(most).as("%s moves", name).isGreaterThan(1e-6);
    for (int k = 0; k < now.length; k++) {
      assertThat(now[k] - before[k])
          .as("%s %s", name, k)
          .isCloseTo(expected[k] - before[k], within(5e-3 * most + 1e-7));
    }
  }

  static StepContext context(
      Method method, Parameters parameters, Map<String, INDArray> inherited) {
    Step step = SmallRun.SCENARIO.get(1);
    StepData data =
        new StepData() {
          @Override
          public int batchesPerEpoch() {
            return PER_EPOCH;
          }

          @Override
          public int batchesOfAllImages() {
            return PER_EPOCH;
          }

          @Override
          public boolean labelsOldClasses() {
            return false;
          }

          /** Nothing is gathered: the threshold is that of the method. */
          @Override
          public void pass(String purpose, Consumer<Batch> look) {}
        };
    return new StepContext(
        SmallRun.SCENARIO,
        step,
        SmallRun.NETWORK,
        method.headLayout(SmallRun.SCENARIO, step),
        method.headLayout(SmallRun.SCENARIO, SmallRun.SCENARIO.get(0)),
        method.mode(step),
        parameters,
        inherited,
        new Training(2, IMAGES, SIZE, RATE, RATE, MOMENTUM, DECAY, 0.9, 0),
        data,
        new Seeds(8));
  }

  /** A network whose normalisations are as if it had been trained, and that is sure of some. */
  static Parameters trained(Method method) {
    Parameters parameters = new Parameters(1);
    SegmentationGraph.build(
        SmallRun.NETWORK,
        method.headLayout(SmallRun.SCENARIO, SmallRun.SCENARIO.get(0)),
        Mode.INFERENCE,
        parameters);
    Random random = new Random(5);
    parameters
        .arrays()
        .forEach(
            (name, array) -> {
              if (name.endsWith("running_var") || name.matches(".*(bn\\d|\\.[12])\\.weight")) {
                for (long k = 0; array.rank() == 1 && k < array.length(); k++) {
                  array.putScalar(k, 0.5 + random.nextDouble());
                }
              } else if (name.endsWith(".bias") || name.endsWith("running_mean")) {
                for (long k = 0; k < array.length(); k++) {
                  array.putScalar(k, 0.2 * random.nextGaussian());
                }
              }
            });
    parameters.get("cls.1.weight").muli(2);
    return parameters;
  }

  static Batch batch(Random random) {
    float[] pixels = new float[IMAGES * 3 * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      int line = i / SIZE;
      pixels[i] = (float) (random.nextGaussian() + Math.sin(i / 9.0 + line / 13.0));
    }
    int[] labels = new int[IMAGES * SIZE * SIZE];
    for (int i = 0; i < labels.length; i++) {
      int row = i / SIZE % SIZE;
      int column = i % SIZE;
      int image = i / SIZE / SIZE;
      boolean novel = row > 10 * image && row < 30 + 10 * image && column > 20;
      labels[i] = random.nextInt(20) == 0 ? 255 : novel ? OLD : 0;
    }
    return new Batch(
        Nd4j.createFromArray(pixels).reshape(IMAGES, 3, SIZE, SIZE),
        Nd4j.createFromArray(labels).reshape(IMAGES, SIZE, SIZE),
        List.of("a", "b", "c"),
        0);
  }

  static double[] doubles(INDArray array) {
    return array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
  }

  /** Nesterov's momentum as PyTorch has it. */
  void update(String name, PlainTape.Node node, double rate) {
    double[] momentum = velocities.computeIfAbsent(name, absent -> new double[node.values.length]);
    double[] values = Objects.requireNonNull(numbers.get(name));
    for (int k = 0; k < values.length; k++) {
      double g = node.gradient[k] + DECAY * values[k];
      momentum[k] = MOMENTUM * momentum[k] + g;
      values[k] -= rate * (g + MOMENTUM * momentum[k]);
    }
  }

  static double[] softmax(PlainTape.Node logits, int image, int pixel) {
    double[] p = new double[logits.c];
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < p.length; c++) {
      p[c] = logits.values[(image * logits.c + c) * logits.pixels() + pixel];
      most = Math.max(most, p[c]);
    }
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp(p[c] - most);
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  /** UNCE. */
  static double unbiasedCrossEntropy(PlainTape.Node logits, int[] labels) {
    double loss = 0;
    int pixels = logits.pixels();
    for (int at = 0; at < labels.length; at++) {
      if (labels[at] == 255) {
        continue;
      }
      double[] p = softmax(logits, at / pixels, at % pixels);
      double background = 1 - p[ALL - 1];
      boolean novel = labels[at] == ALL - 1;
      loss -= Math.log(novel ? p[ALL - 1] : background) / labels.length;
      for (int c = 0; c < ALL; c++) {
        double wanted = c == ALL - 1 ? (novel ? 1 : 0) : novel ? 0 : p[c] / background;
        logits.gradient[(at / pixels * ALL + c) * pixels + at % pixels] +=
            (p[c] - wanted) / labels.length;
      }
    }
    return loss;
  }

  /** UNKD; its gradient times the scale. */
  static double unbiased(PlainTape.Node logits, PlainTape.Node said, double scale) {
    double loss = 0;
    int pixels = logits.pixels();
    double share = 1.0 / OLD / (IMAGES * pixels);
    for (int at = 0; at < IMAGES * pixels; at++) {
      int n = at / pixels;
      double[] p = softmax(logits, n, at % pixels);
      double[] q = softmax(said, n, at % pixels);
      double background = p[0] + p[ALL - 1];
      loss -= share * q[0] * Math.log(background);
      for (int c = 1; c < OLD; c++) {
        loss -= share * q[c] * Math.log(p[c]);
      }
      for (int c = 0; c < ALL; c++) {
        double wanted = c == 0 || c == ALL - 1 ? q[0] * p[c] / background : q[c];
        logits.gradient[(n * ALL + c) * pixels + at % pixels] += scale * share * (p[c] - wanted);
      }
    }
    return loss;
  }
}
