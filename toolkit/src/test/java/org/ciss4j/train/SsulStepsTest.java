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
import java.util.stream.IntStream;
import org.ciss4j.data.Batch;
import org.ciss4j.data.saliency.SaliencyMaps;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.learn.Losses;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.method.Ssul;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Three iterations of a later step of SSUL against plain loops in double precision: labels, what
 * the teacher adds, classifiers, loss, gradients, and the optimiser. Only what comes out of the
 * frozen trunk, with its dropout, is taken from the network.
 */
class SsulStepsTest {
  private static final int ITERATIONS = 3;
  private static final int IMAGES = 3;
  private static final int SIZE = 32;

  /** Of the features: width, and height as well as width of their map. */
  private static final int WIDTH = SmallRun.NETWORK.width();

  private static final int GRID = SIZE / 16;

  /** Old classes 1 to 3 and the new class 4 behind unknown and background. */
  private static final List<String> HEADS =
      List.of("cls.unknown", "cls.background", "cls.1", "cls.2");

  private static final int OLD_HEADS = 3;
  private static final double RATE = 1e-3;
  private static final double MOMENTUM = 0.9;
  private static final double DECAY = 1e-4;
  private static final double LEAST = 5e-3;

  /** A background that moves far enough to be seen, and a floor that the rate reaches. */
  private static final Ssul METHOD = new Ssul(true, true, 0.7, 10, 0.25, LEAST);

  private final Random random = new Random(7);

  @Test
  void threeIterations() {
    Step step = SmallRun.SCENARIO.get(1);
    Parameters parameters = trained();
    Map<String, double[]> own = numbers(parameters);
    startFromUnknown(own);
    Reference reference = new Reference(own, new HashMap<>(own));
    StepContext context = SmallRun.context(METHOD, step, parameters, ITERATIONS);
    SegmentationGraph trunk = graph(context.layout(), context.mode(), parameters.copy(3));
    SegmentationGraph still = graph(context.layout(), Mode.INFERENCE, parameters.copy(3));
    int named = 0;
    try (StepLearner learner = METHOD.learner(context)) {
      for (int i = 0; i < ITERATIONS; i++) {
        try (Batch batch = batch()) {
          long seed = context.seeds().child("dropout/" + i).value();
          int[] labels =
              reference.labels(
                  batch.label().data().asInt(),
                  batch.extra(SaliencyMaps.NAME).data().asInt(),
                  features(still, batch.image(), 0));
          named += reference.named;
          double loss = reference.learn(features(trunk, batch.image(), seed), labels, i);
          Losses losses = learner.learn(batch, i);
          assertThat(losses.total()).as("loss %s", i).isCloseTo(loss, within(1e-5 * loss));
        }
      }
      assertThat(named).as("pixels that the teacher names").isBetween(500, 5000);
      compare(own, numbers(trained()), learner.parameters());
    }
  }

  /** What is trained has moved as in the reference, and nothing else has. */
  private static void compare(
      Map<String, double[]> expected, Map<String, double[]> start, Parameters actual) {
    startFromUnknown(start);
    actual
        .arrays()
        .forEach(
            (name, array) -> {
              double[] then = Objects.requireNonNull(start.get(name));
              double[] now = array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
              double[] wanted = Objects.requireNonNull(expected.get(name));
              boolean trains =
                  !name.startsWith("cls.1.")
                      && name.matches("cls\\.[^.]*(\\.conv)?\\.(weight|bias)");
              if (!trains) {
                assertThat(now).as(name).isEqualTo(then);
                return;
              }
              double most =
                  IntStream.range(0, now.length)
                      .mapToDouble(k -> Math.abs(wanted[k] - then[k]))
                      .max()
                      .orElseThrow();
              assertThat(most).as("%s moves", name).isGreaterThan(1e-5);
              for (int k = 0; k < now.length; k++) {
                assertThat(now[k] - then[k])
                    .as("%s %s", name, k)
                    .isCloseTo(wanted[k] - then[k], within(2e-3 * most + 1e-7));
              }
            });
  }

  /** The network of the base step, its statistics and shifts as if it had been trained. */
  private static Parameters trained() {
    Parameters parameters = new Parameters(1);
    graph(METHOD.headLayout(SmallRun.SCENARIO, SmallRun.SCENARIO.get(0)), parameters);
    Random random = new Random(5);
    parameters
        .arrays()
        .forEach(
            (name, array) -> {
              boolean norm = name.contains(".norm.") && array.dataType() == DataType.FLOAT;
              for (long k = 0; norm && k < array.length(); k++) {
                array.putScalar(k, 0.3 + random.nextDouble());
              }
            });
    // It is sure of some pixels and of others not.
    parameters.get("cls.1.weight").muli(40);
    INDArray logits =
        graph(METHOD.headLayout(SmallRun.SCENARIO, SmallRun.SCENARIO.get(0)), parameters)
            .run(noise(new Random(6)), Endpoint.SMALL_CLASS_LOGITS)
            .get(Endpoint.SMALL_CLASS_LOGITS);
    parameters.get("cls.1.bias").subi(logits.mean(0, 2, 3).get(NDArrayIndex.interval(2, 5)));
    return parameters;
  }

  private static SegmentationGraph graph(HeadLayout layout, Parameters parameters) {
    return graph(layout, Mode.INFERENCE, parameters);
  }

  private static SegmentationGraph graph(HeadLayout layout, Mode mode, Parameters parameters) {
    return SegmentationGraph.build(SmallRun.NETWORK, layout, mode, parameters);
  }

  private static Map<String, double[]> numbers(Parameters parameters) {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    parameters
        .arrays()
        .forEach(
            (name, array) ->
                numbers.put(name, array.castTo(DataType.DOUBLE).dup('c').data().asDouble()));
    return numbers;
  }

  /** The new classifier, of one class, is the unknown's. */
  private static void startFromUnknown(Map<String, double[]> numbers) {
    Map<String, double[]> copies = new HashMap<>();
    numbers.forEach(
        (name, values) -> {
          if (name.startsWith("cls.unknown.")) {
            copies.put(name.replace("unknown", "2"), values.clone());
          }
        });
    numbers.putAll(copies);
  }

  private static INDArray noise(Random random) {
    float[] pixels = new float[IMAGES * 3 * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(pixels).reshape(IMAGES, 3, SIZE, SIZE);
  }

  private Batch batch() {
    int[] kinds = {0, 0, 0, 4, 255};
    int[] labels = random.ints(IMAGES * SIZE * SIZE, 0, 5).map(k -> kinds[k]).toArray();
    int[] salient = random.ints(IMAGES * SIZE * SIZE, 0, 2).toArray();
    return new Batch(
        noise(random),
        Nd4j.createFromArray(labels).reshape(IMAGES, SIZE, SIZE),
        Map.of(SaliencyMaps.NAME, Nd4j.createFromArray(salient).reshape(IMAGES, SIZE, SIZE)),
        List.of("a", "b", "c"),
        0);
  }

  /** {@code [N, h, w, D]}. */
  private static double[] features(SegmentationGraph graph, INDArray image, long dropoutSeed) {
    String name = graph.endpoint(Endpoint.FEATURES).name();
    INDArray features =
        Graphs.run(graph.graph(), graph.inputs(image, dropoutSeed), List.of(name)).get(name);
    assertThat(features.shape()).containsExactly(IMAGES, GRID, GRID, WIDTH);
    return features.castTo(DataType.DOUBLE).dup('c').data().asDouble();
  }

  /** The step in plain loops. */
  private static final class Reference {
    private static final int K = 6;

    private final Map<String, double[]> parameters;
    private final Map<String, double[]> teacher = new HashMap<>();
    private final Map<String, double[]> velocities = new HashMap<>();

    /** How many pixels the teacher named last. */
    private int named;

    Reference(Map<String, double[]> parameters, Map<String, double[]> before) {
      this.parameters = parameters;
      before.forEach((name, values) -> teacher.put(name, values.clone()));
    }

    int[] labels(int[] label, int[] salient, double[] features) {
      double[][] said = new double[K - 1][];
      int done = 0;
      for (String head : HEADS.subList(0, OLD_HEADS)) {
        for (double[] map : new Forward(teacher, head, features).logits) {
          said[done++] = upsampled(map);
        }
      }
      named = 0;
      int[] result = new int[label.length];
      for (int p = 0; p < label.length; p++) {
        boolean unknown = label[p] == 0 && salient[p] > 0;
        result[p] = label[p] == 255 ? 255 : unknown ? 0 : label[p] + 1;
        int best = 0;
        for (int c = 1; c < said.length; c++) {
          best = said[c][p] > said[best][p] ? c : best;
        }
        if (result[p] < 2 && best >= 2 && sigmoid(said[best][p]) >= 0.7) {
          result[p] = best;
          named++;
        }
      }
      return result;
    }

    double learn(double[] features, int[] labels, int iteration) {
      long counted = Arrays.stream(labels).filter(label -> label != 255).count();
      double loss = 0;
      int channel = 0;
      Map<String, Map<String, double[]>> gradients = new LinkedHashMap<>();
      for (String head : HEADS) {
        Forward forward = new Forward(parameters, head, features);
        double[][] ofLogits = new double[forward.logits.length][];
        for (int row = 0; row < forward.logits.length; row++, channel++) {
          double[] large = upsampled(forward.logits[row]);
          double[] gradient = new double[large.length];
          for (int p = 0; p < large.length; p++) {
            if (labels[p] != 255) {
              double target = labels[p] == channel ? 1 : 0;
              loss += (softplus(large[p]) - target * large[p]) / counted;
              gradient[p] = (sigmoid(large[p]) - target) / counted;
            }
          }
          ofLogits[row] = upsampledBack(gradient);
        }
        gradients.put(head, forward.back(ofLogits));
      }
      double rate = 10 * RATE * Math.pow(1 - (double) iteration / ITERATIONS, 0.9);
      update("cls.unknown", gradients, Math.max(LEAST, rate));
      update("cls.background", gradients, Math.max(LEAST, 0.25 * rate));
      update("cls.2", gradients, Math.max(LEAST, rate));
      return loss;
    }

    /** Nesterov's momentum as PyTorch has it. */
    private void update(String head, Map<String, Map<String, double[]>> gradients, double rate) {
      gradients
          .get(head)
          .forEach(
              (name, gradient) -> {
                double[] values = parameters.get(name);
                double[] velocity =
                    velocities.computeIfAbsent(name, absent -> new double[values.length]);
                for (int k = 0; k < values.length; k++) {
                  double g = gradient[k] + DECAY * values[k];
                  velocity[k] = MOMENTUM * velocity[k] + g;
                  values[k] -= rate * (g + MOMENTUM * velocity[k]);
                }
              });
    }
  }

  /** A classifier on features: 3x3 convolution, frozen normalisation, ReLU, 1x1 convolution. */
  private static final class Forward {
    private final String head;
    private final double[] features;
    private final double[] last;
    private final double[] factor = new double[WIDTH];

    /** What is activated, {@code [N, h, w, D]}. */
    private final double[] seen = new double[IMAGES * GRID * GRID * WIDTH];

    /** By row {@code [N, h, w]}. */
    private final double[][] logits;

    Forward(Map<String, double[]> parameters, String head, double[] features) {
      this.head = head;
      this.features = features;
      double[] conv = parameters.get(head + ".conv.weight");
      double[] scale = parameters.get(head + ".norm.weight");
      double[] shift = parameters.get(head + ".norm.bias");
      double[] mean = parameters.get(head + ".norm.running_mean");
      double[] variance = parameters.get(head + ".norm.running_var");
      last = parameters.get(head + ".weight");
      double[] bias = parameters.get(head + ".bias");
      for (int o = 0; o < WIDTH; o++) {
        factor[o] = scale[o] / Math.sqrt(variance[o] + 1e-5);
      }
      each((o, i, w, to, from) -> seen[to] += conv[w] * features[from]);
      for (int p = 0; p < seen.length; p++) {
        int o = p % WIDTH;
        seen[p] = Math.max(0, (seen[p] - mean[o]) * factor[o] + shift[o]);
      }
      logits = new double[bias.length][IMAGES * GRID * GRID];
      for (int row = 0; row < bias.length; row++) {
        for (int p = 0; p < logits[row].length; p++) {
          logits[row][p] = bias[row];
          for (int d = 0; d < WIDTH; d++) {
            logits[row][p] += last[row * WIDTH + d] * seen[p * WIDTH + d];
          }
        }
      }
    }

    /** Gradients by parameter, from those of the logits. */
    Map<String, double[]> back(double[][] ofLogits) {
      double[] ofLast = new double[last.length];
      double[] ofBias = new double[ofLogits.length];
      double[] ofSums = new double[seen.length];
      for (int row = 0; row < ofLogits.length; row++) {
        for (int p = 0; p < ofLogits[row].length; p++) {
          ofBias[row] += ofLogits[row][p];
          for (int d = 0; d < WIDTH; d++) {
            ofLast[row * WIDTH + d] += ofLogits[row][p] * seen[p * WIDTH + d];
            if (seen[p * WIDTH + d] > 0) {
              ofSums[p * WIDTH + d] += ofLogits[row][p] * last[row * WIDTH + d] * factor[d];
            }
          }
        }
      }
      double[] ofConv = new double[WIDTH * WIDTH * 9];
      each((o, i, w, to, from) -> ofConv[w] += ofSums[to] * features[from]);
      return Map.of(
          head + ".conv.weight", ofConv, head + ".weight", ofLast, head + ".bias", ofBias);
    }

    private interface Tap {
      void at(int output, int input, int weight, int to, int from);
    }

    /** All products of a 3x3 convolution with a border of zeros. */
    private static void each(Tap tap) {
      for (int n = 0; n < IMAGES; n++) {
        for (int y = 0; y < GRID; y++) {
          for (int x = 0; x < GRID; x++) {
            for (int k = 0; k < 9; k++) {
              int row = y + k / 3 - 1;
              int column = x + k % 3 - 1;
              if (row >= 0 && row < GRID && column >= 0 && column < GRID) {
                for (int o = 0; o < WIDTH; o++) {
                  for (int i = 0; i < WIDTH; i++) {
                    tap.at(
                        o,
                        i,
                        (o * WIDTH + i) * 9 + k,
                        ((n * GRID + y) * GRID + x) * WIDTH + o,
                        ((n * GRID + row) * GRID + column) * WIDTH + i);
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /** Bilinear with centres at half coordinates, {@code [N, h, w]} to {@code [N, H, W]}. */
  private static double[] upsampled(double[] small) {
    double[] large = new double[IMAGES * SIZE * SIZE];
    resize((to, from, weight) -> large[to] += weight * small[from]);
    return large;
  }

  private static double[] upsampledBack(double[] large) {
    double[] small = new double[IMAGES * GRID * GRID];
    resize((from, to, weight) -> small[to] += weight * large[from]);
    return small;
  }

  private interface Share {
    void of(int large, int small, double weight);
  }

  private static void resize(Share share) {
    for (int n = 0; n < IMAGES; n++) {
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          double row = Math.max(0, (y + 0.5) * GRID / SIZE - 0.5);
          double column = Math.max(0, (x + 0.5) * GRID / SIZE - 0.5);
          for (int corner = 0; corner < 4; corner++) {
            int top = (int) row + corner / 2;
            int left = (int) column + corner % 2;
            double weight = (1 - Math.abs(row - top)) * (1 - Math.abs(column - left));
            int small = (n * GRID + Math.min(GRID - 1, top)) * GRID + Math.min(GRID - 1, left);
            share.of((n * SIZE + y) * SIZE + x, small, weight);
          }
        }
      }
    }
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static double softplus(double logit) {
    return Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
  }
}
