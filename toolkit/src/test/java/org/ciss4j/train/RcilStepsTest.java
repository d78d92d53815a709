// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.learn.Losses;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.method.BranchStart;
import org.ciss4j.method.Rcil;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Three iterations of a later step of RCIL, and the network that is left behind, against plain
 * loops in double precision: both networks, their branches, losses, gradients, statistics,
 * optimiser and merging. Which channels are dropped is taken from the network.
 */
class RcilStepsTest {
  private static final int ITERATIONS = 3;
  private static final int IMAGES = 3;
  private static final int SIZE = 32;
  private static final int WIDTH = SmallRun.NETWORK.width();
  private static final double EPSILON = 1e-5;
  private static final double RATE = 1e-3;
  private static final double MOMENTUM = 0.9;
  private static final double DECAY = 1e-4;

  /** Outputs of the teacher, the background's among them, and of the student. */
  private static final int OLD = 4;

  private static final int ALL = 5;
  private static final double UNKD = 3;
  private static final double PCKD = 0.5;
  private static final double LAST = 0.3;

  private static final List<Endpoint> MAPS =
      Stream.concat(Endpoint.STAGES.stream(), Stream.of(Endpoint.FEATURES)).toList();

  private final Random random = new Random(7);

  @ParameterizedTest
  @EnumSource(BranchStart.class)
  void threeIterations(BranchStart start) {
    Rcil method = new Rcil(UNKD, PCKD, LAST, start, 1, false);
    Step step = SmallRun.SCENARIO.get(1);
    Parameters parameters = trained();
    Map<String, double[]> before = PlainNetwork.numbers(parameters);
    Map<String, INDArray> inherited =
        start == BranchStart.FAITHFUL ? otherBranches(parameters) : Map.of();
    StepContext plain = SmallRun.context(method, step, parameters, ITERATIONS);
    StepContext context =
        new StepContext(
            plain.scenario(),
            step,
            plain.network(),
            plain.layout(),
            plain.before(),
            plain.mode(),
            parameters,
            inherited,
            plain.training(),
            plain.data(),
            plain.seeds());
    try (StepLearner learner = method.learner(context)) {
      Map<String, double[]> first = PlainNetwork.numbers(learner.parameters());
      assertStart(start, before, first, inherited);
      Reference reference = new Reference(first, before);
      SegmentationGraph graph =
          SegmentationGraph.build(
              context.network(), context.layout(), context.mode(), learner.parameters().copy(1));
      for (int i = 0; i < ITERATIONS; i++) {
        try (Batch batch = batch()) {
          long seed = context.seeds().child("dropout/" + i).value();
          Map<String, double[]> shares = new HashMap<>();
          graph
              .inputs(batch.image(), seed)
              .forEach((name, array) -> shares.put(name, array.ravel().toDoubleVector()));
          double loss = reference.learn(batch, shares, i);
          Losses losses = learner.learn(batch, i);
          assertThat(losses.total()).as("loss %s", i).isCloseTo(loss, within(1e-5 * loss));
        }
      }
      Map<String, double[]> wanted = reference.parameters;
      compare(first, wanted, PlainNetwork.numbers(learner.parameters()));
      reference.merge();
      Parameters left = learner.finish();
      assertThat(left.arrays()).hasSameSizeAs(reference.mergedNames());
      compareMerged(wanted, PlainNetwork.numbers(left));
      assertThat(learner.lasting()).hasSize(start == BranchStart.FAITHFUL ? 13 * 6 : 0);
    }
  }

  /** The old network in one branch, the background's share split; the other branch by the rule. */
  private static void assertStart(
      BranchStart start,
      Map<String, double[]> before,
      Map<String, double[]> first,
      Map<String, INDArray> inherited) {
    double[] bias = before.get("cls.1.bias").clone();
    if (start == BranchStart.PRESERVING) {
      bias[0] = (float) (bias[0] - Math.log(2));
      assertThat(first.get("cls.2.bias")).containsExactly(bias[0]);
    }
    double[] rows = first.get("cls.2.weight");
    for (int d = 0; d < WIDTH; d++) {
      assertThat(rows[d]).isEqualTo(before.get("cls.1.weight")[d]);
    }
    first.forEach(
        (name, values) -> {
          if (name.contains(".second.")) {
            INDArray own = inherited.get("branch." + name);
            double[] wanted =
                own == null || start == BranchStart.PRESERVING
                    ? before.get(name.replace("second.", ""))
                    : own.castTo(DataType.DOUBLE).dup('c').data().asDouble();
            assertThat(values).as(name).isEqualTo(wanted);
          } else if (!name.startsWith("cls.")) {
            assertThat(values).as(name).isEqualTo(before.get(name));
          }
        });
    assertThat(first.get("cls.1.bias")).isEqualTo(bias);
  }

  /** What is trained has moved as in the reference, and first branches have not. */
  private static void compare(
      Map<String, double[]> start, Map<String, double[]> wanted, Map<String, double[]> actual) {
    actual.forEach(
        (name, now) -> {
          double[] then = start.get(name);
          double[] expected = wanted.get(name);
          if (Reference.isOfFirst(name, start)) {
            assertThat(now).as(name).isEqualTo(then);
            return;
          }
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
                    expected[k] - then[k], within(5e-3 * most + 2e-7 * Math.abs(then[k]) + 1e-7));
          }
        });
  }

  private static void compareMerged(Map<String, double[]> wanted, Map<String, double[]> actual) {
    actual.forEach(
        (name, now) -> {
          double[] expected = wanted.get(name);
          for (int k = 0; k < now.length; k++) {
            assertThat(now[k])
                .as("%s %s", name, k)
                .isCloseTo(expected[k], within(1e-4 * (0.1 + Math.abs(expected[k]))));
          }
        });
  }

  /** The network of the base step, its statistics, scales and shifts as if it had been trained. */
  private static Parameters trained() {
    Parameters parameters = new Parameters(1);
    HeadLayout layout = Rcil.voc().headLayout(SmallRun.SCENARIO, SmallRun.SCENARIO.get(0));
    SegmentationGraph.build(SmallRun.NETWORK, layout, Mode.INFERENCE, parameters);
    shake(parameters.arrays(), new Random(5));
    return parameters;
  }

  private static void shake(Map<String, INDArray> arrays, Random random) {
    arrays.forEach(
        (name, array) -> {
          boolean positive = name.endsWith("running_var") || name.contains("bn");
          boolean norm = array.rank() == 1 && !name.startsWith("cls.");
          for (long k = 0; norm && k < array.length(); k++) {
            double noise = random.nextDouble();
            array.putScalar(k, positive || name.endsWith("weight") ? 0.5 + noise : noise - 0.3);
          }
        });
  }

  /** Second branches that are not as the first. */
  private static Map<String, INDArray> otherBranches(Parameters parameters) {
    Parameters copy = parameters.copy(1);
    Rcil method = new Rcil(UNKD, PCKD, LAST, BranchStart.FAITHFUL, 1, false);
    HeadLayout layout = method.headLayout(SmallRun.SCENARIO, SmallRun.SCENARIO.get(0));
    SegmentationGraph.build(SmallRun.NETWORK, layout, method.mode(SmallRun.SCENARIO.get(0)), copy);
    Map<String, INDArray> others = new LinkedHashMap<>();
    copy.arrays()
        .forEach(
            (name, array) -> {
              if (name.contains(".second.")) {
                others.put("branch." + name, array);
              }
            });
    shake(others, new Random(11));
    others.values().forEach(array -> array.assign(array.rank() == 4 ? array.mul(0.7) : array));
    return others;
  }

  private Batch batch() {
    int[] kinds = {0, 0, 0, 4, 255};
    int[] labels = random.ints(IMAGES * SIZE * SIZE, 0, 5).map(k -> kinds[k]).toArray();
    float[] pixels = new float[IMAGES * 3 * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return new Batch(
        Nd4j.createFromArray(pixels).reshape(IMAGES, 3, SIZE, SIZE),
        Nd4j.createFromArray(labels).reshape(IMAGES, SIZE, SIZE),
        List.of("a", "b", "c"),
        0);
  }

  /** The step. */
  private static final class Reference {
    private final Map<String, double[]> parameters = new LinkedHashMap<>();
    private final Map<String, double[]> teacher;
    private final Map<String, double[]> velocities = new HashMap<>();

    Reference(Map<String, double[]> start, Map<String, double[]> teacher) {
      start.forEach((name, values) -> parameters.put(name, values.clone()));
      this.teacher = teacher;
    }

    double learn(Batch batch, Map<String, double[]> shares, int iteration) {
      double[] image = PlainStep.doubles(batch.image());
      int[] labels = batch.label().dup('c').data().asInt();
      PlainNetwork old = new PlainNetwork(teacher, 1, true, image, SIZE);
      PlainNetwork own = new PlainNetwork(parameters, 2, false, shares, image, SIZE);
      PlainTape.Node large = own.map(Endpoint.CLASS_LOGITS);
      double loss = PlainStep.unbiasedCrossEntropy(large, labels);
      loss += UNKD * PlainStep.unbiased(large, old.map(Endpoint.CLASS_LOGITS), UNKD);
      double schedule = Math.sqrt(ALL / 1.0);
      for (Endpoint map : MAPS) {
        double last = map == Endpoint.FEATURES ? LAST : PCKD;
        loss += cubes(own.map(map), old.map(map), PCKD * schedule / 6, false);
        loss += cubes(own.map(map), old.map(map), last * schedule / 5, true);
      }
      loss +=
          cubesOfLogits(
              own.map(Endpoint.SMALL_LOGITS), old.map(Endpoint.SMALL_LOGITS), LAST * schedule / 6);
      own.tape.back();
      double rate = RATE * Math.pow(1 - (double) iteration / ITERATIONS, 0.9);
      own.parameters.forEach((name, node) -> update(name, node.gradient, rate));
      own.statistics.forEach(this::follow);
      return loss;
    }

    /** The new class is added to the background. */
    private static double cubesOfLogits(PlainTape.Node own, PlainTape.Node taught, double weight) {
      PlainTape.Node merged =
          new PlainTape.Node(own.n, OLD, own.h, own.w, new double[own.n * OLD * own.pixels()]);
      for (int i = 0; i < merged.values.length; i++) {
        merged.values[i] =
            own.values[ofOld(i, own)] + (isBackground(i, own) ? own.values[ofNew(i, own)] : 0);
      }
      double loss = cubes(merged, taught, weight, false);
      for (int i = 0; i < merged.values.length; i++) {
        own.gradient[ofOld(i, own)] += merged.gradient[i];
        if (isBackground(i, own)) {
          own.gradient[ofNew(i, own)] += merged.gradient[i];
        }
      }
      return loss;
    }

    /** Where the number of this place in the logits of old classes is in all. */
    private static int ofOld(int place, PlainTape.Node all) {
      int map = place / all.pixels();
      return (map / OLD * ALL + map % OLD) * all.pixels() + place % all.pixels();
    }

    private static boolean isBackground(int place, PlainTape.Node all) {
      return place / all.pixels() % OLD == 0;
    }

    private static int ofNew(int place, PlainTape.Node all) {
      return ofOld(place, all) + OLD * all.pixels();
    }

    private static double cubes(
        PlainTape.Node a, PlainTape.Node b, double weight, boolean overChannels) {
      int[] windows = overChannels ? new int[] {3} : new int[] {4, 8, 12, 16, 20, 24};
      double loss = 0;
      for (int n = 0; n < IMAGES; n++) {
        for (int window : windows) {
          loss += cubes(a, b, n, window, overChannels, weight / IMAGES / windows.length);
        }
      }
      return loss;
    }

    private static double cubes(
        PlainTape.Node a,
        PlainTape.Node b,
        int n,
        int window,
        boolean overChannels,
        double weight) {
      int[] size = {a.h, a.w, a.c};
      int[] extent = overChannels ? new int[] {1, 1, window} : new int[] {window, window, 1};
      int[] steps = new int[3];
      for (int axis = 0; axis < 3; axis++) {
        steps[axis] = size[axis] + 2 * (extent[axis] / 2) - extent[axis] + 1;
      }
      double mean = 1.0 / (extent[0] * extent[1] * extent[2]);
      double[] pooled = new double[steps[0] * steps[1] * steps[2]];
      double squares = 0;
      for (int i = 0; i < pooled.length; i++) {
        int[] sum = new int[1];
        double[] total = new double[1];
        within(
            size,
            extent,
            steps,
            i,
            (row, column, channel) -> {
              int at = a.at(n, channel, row, column);
              total[0] += a.values[at] * a.values[at] - b.values[at] * b.values[at];
              sum[0]++;
            });
        pooled[i] = mean * total[0];
        squares += pooled[i] * pooled[i];
      }
      double norm = Math.sqrt(squares);
      for (int i = 0; i < pooled.length && norm > 0; i++) {
        double share = weight * mean * pooled[i] / norm;
        within(
            size,
            extent,
            steps,
            i,
            (row, column, channel) -> {
              int at = a.at(n, channel, row, column);
              a.gradient[at] += 2 * share * a.values[at];
            });
      }
      return weight * norm;
    }

    private interface Place {
      void at(int row, int column, int channel);
    }

    private static void within(int[] size, int[] extent, int[] steps, int window, Place place) {
      int[] first = {
        window / steps[2] / steps[1] - extent[0] / 2,
        window / steps[2] % steps[1] - extent[1] / 2,
        window % steps[2] - extent[2] / 2
      };
      for (int row = Math.max(0, first[0]); row < Math.min(size[0], first[0] + extent[0]); row++) {
        for (int column = Math.max(0, first[1]);
            column < Math.min(size[1], first[1] + extent[1]);
            column++) {
          for (int channel = Math.max(0, first[2]);
              channel < Math.min(size[2], first[2] + extent[2]);
              channel++) {
            place.at(row, column, channel);
          }
        }
      }
    }

    /** Nesterov's momentum as PyTorch has it; first branches stay. */
    private void update(String name, double[] gradient, double rate) {
      double[] values = parameters.get(name);
      if (isOfFirst(name, parameters)) {
        return;
      }
      double[] velocity = velocities.computeIfAbsent(name, absent -> new double[values.length]);
      for (int k = 0; k < values.length; k++) {
        double g = gradient[k] + DECAY * values[k];
        velocity[k] = MOMENTUM * velocity[k] + g;
        values[k] -= rate * (g + MOMENTUM * velocity[k]);
      }
    }

    static boolean isOfFirst(String name, Map<String, double[]> parameters) {
      String second = PlainNetwork.second(name);
      return !second.equals(name) && parameters.containsKey(second);
    }

    private void follow(String layer, PlainTape.Statistics batch) {
      double share = layer.startsWith("backbone.") ? 0.01 : 0.1;
      double[] mean = parameters.get(layer + ".running_mean");
      double[] variance = parameters.get(layer + ".running_var");
      for (int c = 0; c < mean.length; c++) {
        mean[c] += share * (batch.mean()[c] - mean[c]);
        variance[c] += share * (batch.unbiasedVariance(c) - variance[c]);
      }
      parameters.get(layer + ".num_batches_tracked")[0]++;
    }

    List<String> mergedNames() {
      return parameters.keySet().stream().filter(name -> !name.contains(".second.")).toList();
    }

    /** The mean of both branches, as they are with their running statistics. */
    void merge() {
      List<String> layers =
          parameters.keySet().stream()
              .filter(name -> name.contains(".second.") && name.endsWith(".running_var"))
              .map(name -> name.replace(".running_var", ""))
              .toList();
      for (String second : layers) {
        String layer = second.replace("second.", "");
        String conv =
            layer.startsWith("backbone.")
                ? layer.replace(".bn", ".conv")
                : layer.replaceFirst("1$", "0");
        merge(layer, second, conv + ".weight", PlainNetwork.second(conv) + ".weight");
      }
    }

    private void merge(String layer, String second, String conv, String otherConv) {
      double[] w = parameters.get(conv);
      double[] other = Objects.requireNonNull(parameters.get(otherConv), otherConv);
      double[] scale = parameters.get(layer + ".weight");
      double[] shift = parameters.get(layer + ".bias");
      double[] mean = parameters.get(layer + ".running_mean");
      double[] variance = parameters.get(layer + ".running_var");
      int length = w.length / scale.length;
      for (int c = 0; c < scale.length; c++) {
        double f = scale[c] / Math.sqrt(variance[c] + EPSILON) / 2;
        double v2 = parameters.get(second + ".running_var")[c];
        double g = parameters.get(second + ".weight")[c] / Math.sqrt(v2 + EPSILON) / 2;
        double product = 0;
        double one = 0;
        double two = 0;
        for (int k = c * length; k < (c + 1) * length; k++) {
          product += w[k] * other[k];
          one += w[k] * w[k];
          two += other[k] * other[k];
          w[k] = f * w[k] + g * other[k];
        }
        double correlation = product / Math.sqrt(one * two);
        mean[c] = f * mean[c] + g * parameters.get(second + ".running_mean")[c];
        variance[c] =
            f * f * variance[c]
                + g * g * v2
                + 2 * correlation * f * g * Math.sqrt(variance[c] * v2);
        shift[c] = (shift[c] + parameters.get(second + ".bias")[c]) / 2;
        scale[c] = Math.sqrt(variance[c] + EPSILON);
      }
    }
  }
}
