// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.learn.Losses;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.method.Lskd;
import org.ciss4j.method.Methods;
import org.junit.jupiter.api.Test;

/**
 * Three iterations of a later step of LSKD against plain loops in double precision: the teacher on
 * three views, pseudo-labels, masks, the nine terms, what is measured of their gradients, the
 * weights, and the optimiser of all parameters.
 */
class LskdStepsTest {
  private static final int ITERATIONS = 3;

  private static final int IMAGES = PlainStep.IMAGES;
  private static final int SIZE = PlainStep.SIZE;
  private static final int OLD = PlainStep.OLD;
  private static final int ALL = PlainStep.ALL;

  /** Rules that are strong enough to be seen; and a teacher that is sure of about a half. */
  private static final Lskd METHOD =
      (Lskd)
          Methods.with(
              Lskd.voc(),
              Map.of(
                  "groups",
                  "3",
                  "context",
                  "0.5",
                  "pod",
                  "0.1",
                  "podLogits",
                  "0.05",
                  "alpha",
                  "2",
                  "beta",
                  "0.05",
                  "gamma",
                  "0.1",
                  "threshold",
                  "0.8"));

  private static final List<String> TERMS =
      List.of(
          "ce",
          "mcd",
          "unkd",
          "pod_stage1",
          "pod_stage2",
          "pod_stage3",
          "pod_stage4",
          "pod_features",
          "pod_logits");

  private static final double[] FACTORS = {1, 0.5, 10, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05};

  private final Random random = new Random(7);

  @Test
  void threeIterations() {
    Parameters parameters = PlainStep.trained(METHOD);
    Map<String, double[]> start = PlainNetwork.numbers(parameters);
    Reference reference = new Reference(start);
    try (StepLearner learner = METHOD.learner(PlainStep.context(METHOD, parameters, Map.of()))) {
      for (int i = 0; i < ITERATIONS; i++) {
        try (Batch batch = PlainStep.batch(random)) {
          double[] expected = reference.learn(batch, i);
          Losses losses = learner.learn(batch, i);
          for (int k = 0; k < TERMS.size(); k++) {
            double actual = losses.terms().get(TERMS.get(k));
            assertThat(actual * FACTORS[k])
                .as("%s of iteration %s", TERMS.get(k), i)
                .isCloseTo(expected[k], within(2e-4 * expected[k] + 1e-9));
          }
          assertThat(learner.state().get("equilibrium.weights").toDoubleVector())
              .as("weights after iteration %s", i)
              .containsExactly(reference.weights, within(1e-5));
        }
      }
      for (double weight : reference.weights) {
        assertThat(Math.abs(weight - 1)).as("move of a weight").isGreaterThan(1e-4);
      }
      reference.assertSame(learner.parameters());
    }
  }

  /** What a map is compared with, and what of it counts. */
  private record Taught(PlainTape.Node map, double[] places, double[] channels) {}

  /** The step in plain loops. */
  private static final class Reference extends PlainStep {
    private final double[] velocity = new double[TERMS.size()];
    private double[] weights = new double[TERMS.size()];
    private double[] first = new double[TERMS.size()];

    Reference(Map<String, double[]> start) {
      super(start);
      Arrays.fill(weights, 1);
    }

    /** Returns the nine losses. */
    double[] learn(Batch batch, int iteration) {
      double[] image = PlainStep.doubles(batch.image());
      PlainNetwork plain = new PlainNetwork(before, 1, true, image, SIZE);
      int[] labels = batch.label().dup('c').data().asInt();
      double[] factors = complete(labels, plain.map(Endpoint.CLASS_LOGITS));
      PlainNetwork withoutOld = masked(image, labels, label -> label < OLD);
      PlainNetwork withoutNew = masked(image, labels, label -> label >= OLD && label != 255);
      PlainNetwork own = new PlainNetwork(numbers, 2, false, image, SIZE);
      List<Term> terms = new java.util.ArrayList<>();
      terms.add(scale -> crossEntropy(own.map(Endpoint.CLASS_LOGITS), labels, factors, scale));
      Map<Endpoint, Taught> taught = new HashMap<>();
      for (Endpoint map :
          List.of(Endpoint.STAGE_3, Endpoint.STAGE_4, Endpoint.FEATURES, Endpoint.SMALL_LOGITS)) {
        taught.put(map, masks(plain.map(map), withoutOld.map(map), withoutNew.map(map), labels));
      }
      terms.add(
          scale ->
              ofContext(own.map(Endpoint.FEATURES), taught.get(Endpoint.FEATURES), 0.5 * scale));
      terms.add(
          scale ->
              10
                  * PlainStep.unbiased(
                      own.map(Endpoint.CLASS_LOGITS),
                      plain.map(Endpoint.CLASS_LOGITS),
                      10 * scale));
      for (Endpoint map : Endpoint.STAGES.subList(0, 2)) {
        terms.add(scale -> pod(own.map(map), unmasked(plain.map(map)), 0.1 * scale));
      }
      for (Endpoint map : List.of(Endpoint.STAGE_3, Endpoint.STAGE_4, Endpoint.FEATURES)) {
        terms.add(scale -> pod(own.map(map), taught.get(map), 0.1 * scale));
      }
      terms.add(
          scale ->
              podOfLogits(
                  own.map(Endpoint.SMALL_LOGITS), taught.get(Endpoint.SMALL_LOGITS), scale));
      double rate = rate(iteration);
      double[] losses = new double[TERMS.size()];
      double[] pulls = new double[TERMS.size()];
      for (int k = 0; k < losses.length; k++) {
        own.tape.clear();
        losses[k] = terms.get(k).add(1);
        own.tape.back();
        String watched =
            k >= 3 && k <= 6
                ? "backbone.layer" + (k - 2) + ".0.conv1.weight"
                : "aspp.last_conv.1.weight";
        pulls[k] = Arrays.stream(own.gradient(watched)).average().orElseThrow();
      }
      own.tape.clear();
      for (int k = 0; k < losses.length; k++) {
        terms.get(k).add(weights[k]);
      }
      own.tape.back();
      own.parameters.forEach((name, node) -> update(name, node, rate));
      balance(losses, pulls, rate, iteration);
      return losses;
    }

    private PlainNetwork masked(double[] image, int[] labels, IntPredicate hidden) {
      double[] changed = image.clone();
      for (int i = 0; i < changed.length; i++) {
        int pixel = i / (3 * SIZE * SIZE) * SIZE * SIZE + i % (SIZE * SIZE);
        changed[i] = hidden.test(labels[pixel]) ? 0 : changed[i];
      }
      return new PlainNetwork(before, 1, true, changed, SIZE);
    }

    /** The weights of the terms after an iteration. */
    private void balance(double[] losses, double[] pulls, double rate, int iteration) {
      if (iteration < PlainStep.PER_EPOCH) {
        first = losses.clone();
      }
      double[] gradient = new double[losses.length];
      for (int[] group : new int[][] {{0, 1, 2, 6, 7, 8}, {3, 4, 5}}) {
        double ratio = 0;
        double pull = 0;
        for (int k : group) {
          ratio += losses[k] / first[k] / group.length;
          pull += weights[k] * pulls[k] / group.length;
        }
        for (int k : group) {
          double target = pull * Math.pow(losses[k] / first[k] / ratio, 2);
          gradient[k] = 10 * Math.signum(weights[k] * pulls[k] - target) * pulls[k];
        }
      }
      double unequal = Math.signum(weights[0] - weights[2] / OLD);
      gradient[0] += 0.1 * unequal;
      gradient[2] -= 0.1 * unequal / OLD;
      for (int k = 3; k < 7; k++) {
        if (1.25 * weights[k] > weights[k + 1]) {
          gradient[k] += 0.05 * 1.25;
          gradient[k + 1] -= 0.05;
        }
      }
      for (int k = 0; k < gradient.length; k++) {
        double g = gradient[k] + PlainStep.DECAY * weights[k];
        velocity[k] = PlainStep.MOMENTUM * velocity[k] + g;
        weights[k] -= rate * (g + PlainStep.MOMENTUM * velocity[k]);
      }
      if ((iteration + 1) % PlainStep.PER_EPOCH == 0) {
        double mean = Arrays.stream(weights).average().orElseThrow();
        weights = Arrays.stream(weights).map(w -> w / mean).toArray();
      }
    }
  }

  /** A term: its value, and that times a scale is added to the gradients of maps. */
  private interface Term {
    double add(double scale);
  }

  /** Pseudo-labels in place; returns the factor of each image. */
  private static double[] complete(int[] labels, PlainTape.Node said) {
    double[] factors = new double[IMAGES];
    int named = 0;
    for (int n = 0; n < IMAGES; n++) {
      int open = 0;
      int accepted = 0;
      for (int pixel = 0; pixel < said.pixels(); pixel++) {
        int at = n * said.pixels() + pixel;
        if (labels[at] != 0) {
          continue;
        }
        open++;
        double[] q = PlainStep.softmax(said, n, pixel);
        double entropy = 0;
        int best = 0;
        for (int c = 0; c < q.length; c++) {
          entropy -= q[c] * Math.log(q[c]);
          best = q[c] > q[best] ? c : best;
        }
        boolean sure = entropy / Math.log(OLD) < 0.8;
        labels[at] = sure ? best : 255;
        accepted += sure ? 1 : 0;
      }
      factors[n] = (double) accepted / open;
      named += accepted;
    }
    assertThat(named).as("pixels that the teacher names").isBetween(500, 8000);
    return factors;
  }

  private static double crossEntropy(
      PlainTape.Node logits, int[] labels, double[] factors, double scale) {
    double loss = 0;
    int pixels = logits.pixels();
    for (int at = 0; at < labels.length; at++) {
      if (labels[at] != 255) {
        int n = at / pixels;
        double share = factors[n] / labels.length;
        double[] p = PlainStep.softmax(logits, n, at % pixels);
        loss -= share * Math.log(p[labels[at]]);
        for (int c = 0; c < p.length; c++) {
          logits.gradient[(n * logits.c + c) * pixels + at % pixels] +=
              scale * share * (p[c] - (c == labels[at] ? 1 : 0));
        }
      }
    }
    return loss;
  }

  private static Taught unmasked(PlainTape.Node map) {
    double[] places = new double[IMAGES * map.pixels()];
    double[] channels = new double[IMAGES * map.c];
    Arrays.fill(places, 1);
    Arrays.fill(channels, 1);
    return new Taught(map, places, channels);
  }

  private static Taught masks(
      PlainTape.Node map, PlainTape.Node withoutOld, PlainTape.Node withoutNew, int[] labels) {
    Taught taught = unmasked(map);
    for (int n = 0; n < IMAGES; n++) {
      int[] label = Arrays.copyOfRange(labels, n * SIZE * SIZE, (n + 1) * SIZE * SIZE);
      double old = share(label, id -> id < OLD);
      double novel = share(label, id -> id >= OLD && id != 255);
      double[][] cosines = new double[2][map.pixels()];
      double[][] changes = new double[2][map.c];
      for (int k = 0; k < 2; k++) {
        PlainTape.Node other = k == 0 ? withoutOld : withoutNew;
        for (int pixel = 0; pixel < map.pixels(); pixel++) {
          double product = 0;
          double own = 0;
          double others = 0;
          for (int c = 0; c < map.c; c++) {
            double a = map.values[(n * map.c + c) * map.pixels() + pixel];
            double b = other.values[(n * map.c + c) * map.pixels() + pixel];
            product += a * b;
            own += a * a;
            others += b * b;
            changes[k][c] += (b - a) / map.pixels();
          }
          cosines[k][pixel] = product / Math.max(Math.sqrt(own * others), 1e-8);
        }
        changes[k] = Arrays.stream(changes[k]).map(Math::abs).toArray();
      }
      put(cosines, old, novel, taught.places(), n * map.pixels());
      put(changes, old, novel, taught.channels(), n * map.c);
    }
    return taught;
  }

  private static void put(double[][] alike, double old, double novel, double[] mask, int start) {
    double low = quantile(alike[0], old);
    double high = quantile(alike[1], novel);
    for (int i = 0; i < alike[0].length; i++) {
      mask[start + i] = alike[0][i] >= low || alike[1][i] <= high ? 1 : 0;
    }
  }

  private static double share(int[] labels, IntPredicate kind) {
    return (double) Arrays.stream(labels).filter(kind).count() / labels.length;
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    double position = share * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] * (above - position)
        + sorted[above] * (position - below)
        + (above == below ? sorted[below] * (1 - (above - position)) : 0);
  }

  private interface Mean {
    void of(int[] channelAndPixels);
  }

  /** All sets of pixels whose mean is taken, each {@code {channel, pixel, pixel, ...}}. */
  private static void means(int channels, int h, int w, Mean mean) {
    for (int s : new int[] {1, 2, 4}) {
      int rows = h / s;
      int columns = w / s;
      for (int region = 0; region < s * s; region++) {
        int top = region / s * rows;
        int left = region % s * columns;
        for (int c = 0; c < channels; c++) {
          for (int i = 0; i < rows; i++) {
            int row = top + i;
            int from = left;
            mean.of(
                IntStream.concat(
                        IntStream.of(c), IntStream.range(0, columns).map(j -> row * w + from + j))
                    .toArray());
          }
          for (int j = 0; j < columns; j++) {
            int column = left + j;
            int from = top;
            mean.of(
                IntStream.concat(
                        IntStream.of(c), IntStream.range(0, rows).map(i -> (from + i) * w + column))
                    .toArray());
          }
        }
      }
    }
  }

  private static double mask(Taught taught, int n, int c, int pixel) {
    return taught.places()[n * taught.map().pixels() + pixel]
        * taught.channels()[n * taught.map().c + c];
  }

  /** POD times 0.1, of which the scale has the factor too. */
  private static double pod(PlainTape.Node own, Taught taught, double scale) {
    return 0.1 * pod(own.values, own.gradient, taught, own.c, scale);
  }

  private static double podOfLogits(PlainTape.Node own, Taught taught, double scale) {
    int pixels = own.pixels();
    double[] merged = new double[IMAGES * OLD * pixels];
    for (int i = 0; i < own.values.length; i++) {
      int c = i / pixels % ALL;
      merged[(i / pixels / ALL * OLD + (c < OLD ? c : 0)) * pixels + i % pixels] += own.values[i];
    }
    double[] gradient = new double[merged.length];
    double loss = pod(merged, gradient, taught, OLD, 0.05 * scale);
    for (int i = 0; i < own.values.length; i++) {
      int c = i / pixels % ALL;
      own.gradient[i] +=
          gradient[(i / pixels / ALL * OLD + (c < OLD ? c : 0)) * pixels + i % pixels];
    }
    return 0.05 * loss;
  }

  private static double pod(
      double[] own, double[] gradient, Taught taught, int channels, double scale) {
    PlainTape.Node map = taught.map();
    boolean logits = channels == OLD && map.c == OLD && map.w == SIZE / 16;
    double loss = 0;
    for (int image = 0; image < IMAGES; image++) {
      int n = image;
      double[] difference = new double[channels * map.pixels()];
      double[] mask = new double[difference.length];
      for (int i = 0; i < difference.length; i++) {
        int at = n * difference.length + i;
        mask[i] =
            logits
                ? taught.places()[n * map.pixels() + i % map.pixels()]
                : mask(taught, n, i / map.pixels(), i % map.pixels());
        difference[i] = mask[i] * (own[at] * own[at] - map.values[at] * map.values[at]);
      }
      double[] squares = {0};
      double[] ofDifference = new double[difference.length];
      means(
          channels,
          map.h,
          map.w,
          set -> {
            double mean = 0;
            for (int k = 1; k < set.length; k++) {
              mean += difference[set[0] * map.pixels() + set[k]] / (set.length - 1);
            }
            squares[0] += mean * mean;
            for (int k = 1; k < set.length; k++) {
              ofDifference[set[0] * map.pixels() + set[k]] += mean / (set.length - 1);
            }
          });
      double distance = Math.sqrt(squares[0]);
      loss += distance / IMAGES;
      for (int i = 0; i < difference.length; i++) {
        int at = n * difference.length + i;
        gradient[at] += scale / IMAGES / distance * ofDifference[i] * mask[i] * 2 * own[at];
      }
    }
    return loss;
  }

  /** MCD with three groups, times 0.5, of which the scale has the factor too. */
  private static double ofContext(PlainTape.Node own, Taught taught, double scale) {
    int groups = 3;
    int size = own.c / groups;
    int h = (own.h + 1) / 2;
    int w = (own.w + 1) / 2;
    double loss = 0;
    for (int n = 0; n < IMAGES; n++) {
      double squares = 0;
      double[][] u = new double[h * w][groups * size];
      double[][] ofU = new double[h * w][groups * size];
      for (int place = 0; place < h * w; place++) {
        double[] v = new double[groups * size];
        for (int c = 0; c < groups * size; c++) {
          for (int pixel : window(place, own, w)) {
            int at = (n * own.c + c) * own.pixels() + pixel;
            u[place][c] += own.values[at] * mask(taught, n, c, pixel) / 25;
            v[c] += taught.map().values[at] * mask(taught, n, c, pixel) / 25;
          }
        }
        for (int a = 0; a < groups * size; a++) {
          for (int b = a / size * size; b < a / size * size + size; b++) {
            double difference = u[place][a] * u[place][b] - v[a] * v[b];
            squares += difference * difference;
            ofU[place][a] += 2 * difference * u[place][b];
          }
        }
      }
      double distance = Math.sqrt(squares);
      loss += 0.5 * distance / IMAGES;
      for (int place = 0; place < h * w; place++) {
        for (int c = 0; c < groups * size; c++) {
          for (int pixel : window(place, own, w)) {
            own.gradient[(n * own.c + c) * own.pixels() + pixel] +=
                scale / IMAGES / distance * ofU[place][c] * mask(taught, n, c, pixel) / 25;
          }
        }
      }
    }
    return loss;
  }

  /** The pixels of 5 x 5 around every other one that are in the map. */
  private static int[] window(int place, PlainTape.Node map, int columns) {
    return IntStream.range(0, 25)
        .filter(
            k -> {
              int row = place / columns * 2 + k / 5 - 2;
              int column = place % columns * 2 + k % 5 - 2;
              return row >= 0 && row < map.h && column >= 0 && column < map.w;
            })
        .map(k -> (place / columns * 2 + k / 5 - 2) * map.w + place % columns * 2 + k % 5 - 2)
        .toArray();
  }
}
