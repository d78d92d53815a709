// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.learn.Losses;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.method.Methods;
import org.ciss4j.method.Sdr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Three iterations of a later step of SDR, on true vectors, against plain loops in double
 * precision: prototypes, the six terms, and the optimiser of all parameters.
 */
class SdrStepsTest {
  private static final int ITERATIONS = 3;
  private static final int SIZE = PlainStep.SIZE;
  private static final int OLD = PlainStep.OLD;
  private static final int ALL = PlainStep.ALL;
  private static final int GRID = SIZE / 16;
  private static final int PLACES = GRID * GRID;

  /** Weights with which all terms are seen. */
  private static final Map<String, Double> WEIGHTS =
      Map.of(
          "unce", 1.0,
          "unkd", 100.0,
          "matching", 0.2,
          "attraction", 0.3,
          "repulsion", 0.4,
          "sparsity", 0.5);

  private static final Sdr METHOD =
      (Sdr)
          Methods.with(
              Sdr.standard(),
              Map.of(
                  "matching", "0.2", "attraction", "0.3", "repulsion", "0.4", "sparsity", "0.5"));

  private final Random random = new Random(7);

  @Test
  void threeIterations() {
    Parameters parameters = PlainStep.trained(METHOD);
    int channels = SmallRun.NETWORK.backbone().outputChannels();
    Reference reference = new Reference(PlainNetwork.numbers(parameters), channels);
    double[][] first = copy(reference.prototypes);
    // There are none of the background, and of class 1.
    for (int c : new int[] {2, 3}) {
      reference.seen[c] = 10 * c;
      for (int k = 0; k < channels; k++) {
        first[c][k] = (float) random.nextDouble();
      }
    }
    System.arraycopy(first, 0, reference.prototypes, 0, ALL);
    Map<String, INDArray> inherited =
        Map.of(
            "prototypes",
            Nd4j.create(Arrays.copyOf(first, OLD)).castTo(DataType.FLOAT),
            "prototypes_seen",
            Nd4j.createFromArray(new float[] {0, 0, 20, 30}));
    try (StepLearner learner = METHOD.learner(PlainStep.context(METHOD, parameters, inherited))) {
      for (int i = 0; i < ITERATIONS; i++) {
        try (Batch batch = PlainStep.batch(random)) {
          Map<String, Double> expected = reference.learn(batch, i);
          Losses losses = learner.learn(batch, i);
          assertThat(losses.terms().keySet()).isEqualTo(WEIGHTS.keySet());
          for (String term : WEIGHTS.keySet()) {
            double wanted = expected.get(term);
            assertThat(losses.terms().get(term))
                .as("%s of iteration %s", term, i)
                .isCloseTo(wanted, within(2e-4 * wanted));
          }
          INDArray prototypes = Objects.requireNonNull(learner.state().get("prototypes"));
          INDArray seen = Objects.requireNonNull(learner.state().get("prototypes_seen"));
          for (int c = 0; c < ALL; c++) {
            assertThat(seen.getDouble(c)).isEqualTo(reference.seen[c]);
            assertThat(prototypes.getRow(c).toDoubleVector())
                .as("prototype %s after iteration %s", c, i)
                .containsExactly(reference.prototypes[c], within(1e-4));
          }
        }
      }
      assertThat(learner.lasting()).containsExactlyInAnyOrder("prototypes", "prototypes_seen");
      reference.assertSame(learner.parameters());
    }
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  /** The step in plain loops. */
  private static final class Reference extends PlainStep {
    private final int channels;
    private final double[][] prototypes;
    private final double[] seen = new double[ALL];

    Reference(Map<String, double[]> start, int channels) {
      super(start);
      this.channels = channels;
      this.prototypes = new double[ALL][channels];
    }

    /** Returns the losses before their weights. */
    Map<String, Double> learn(Batch batch, int iteration) {
      double[] image = doubles(batch.image());
      int[] labels = batch.label().dup('c').data().asInt();
      PlainNetwork teacher = new PlainNetwork(before, 1, true, image, SIZE);
      PlainNetwork own = new PlainNetwork(numbers, 2, false, image, SIZE);
      PlainTape.Node features = own.map(Endpoint.BACKBONE);
      int[] small = new int[IMAGES * PLACES];
      int[] said = new int[IMAGES * PLACES];
      for (int i = 0; i < small.length; i++) {
        int pixel = i % PLACES / GRID * 16 * SIZE + i % GRID * 16;
        small[i] = labels[i / PLACES * SIZE * SIZE + pixel];
        double[] q = softmax(teacher.map(Endpoint.CLASS_LOGITS), i / PLACES, pixel);
        int best = IntStream.range(0, OLD).reduce(0, (a, b) -> q[b] > q[a] ? b : a);
        said[i] = small[i] == 0 && best > 0 ? best : 255;
      }
      assertThat(said).contains(OLD - 1, 255);
      follow(features, small);
      Map<String, Double> losses = new HashMap<>();
      losses.put("unce", unbiasedCrossEntropy(own.map(Endpoint.CLASS_LOGITS), labels));
      losses.put(
          "unkd",
          unbiased(own.map(Endpoint.CLASS_LOGITS), teacher.map(Endpoint.CLASS_LOGITS), 100));
      losses.put("matching", matching(features, said, WEIGHTS.get("matching")));
      losses.put("attraction", attraction(features, small, WEIGHTS.get("attraction")));
      losses.put("repulsion", repulsion(features, small, WEIGHTS.get("repulsion")));
      losses.put("sparsity", sparsity(features, small, WEIGHTS.get("sparsity")));
      own.tape.back();
      own.parameters.forEach((name, node) -> update(name, node, rate(iteration)));
      return losses;
    }

    private int at(int place, int channel) {
      return (place / PLACES * channels + channel) * PLACES + place % PLACES;
    }

    private static int[] of(int label, int[] labels) {
      return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
    }

    private void follow(PlainTape.Node features, int[] labels) {
      for (int c = 1; c < ALL; c++) {
        int[] places = of(c, labels);
        for (int k = 0; k < channels && places.length > 0; k++) {
          double sum = seen[c] * prototypes[c][k];
          for (int place : places) {
            sum += features.values[at(place, k)];
          }
          prototypes[c][k] = sum / (seen[c] + places.length);
        }
        seen[c] += places.length;
      }
    }

    private double[] mean(PlainTape.Node features, int[] places) {
      double[] mean = new double[channels];
      for (int place : places) {
        for (int k = 0; k < channels; k++) {
          mean[k] += features.values[at(place, k)] / places.length;
        }
      }
      return mean;
    }

    private double matching(PlainTape.Node features, int[] labels, double scale) {
      int[] classes =
          IntStream.range(1, OLD).filter(c -> seen[c] > 0 && of(c, labels).length > 0).toArray();
      double loss = 0;
      for (int c : classes) {
        int[] places = of(c, labels);
        double[] mean = mean(features, places);
        for (int k = 0; k < channels; k++) {
          double difference = mean[k] - prototypes[c][k];
          loss += difference * difference / channels / classes.length;
          for (int place : places) {
            features.gradient[at(place, k)] +=
                scale * 2 * difference / channels / classes.length / places.length;
          }
        }
      }
      return loss;
    }

    private double attraction(PlainTape.Node features, int[] labels, double scale) {
      int[] classes =
          IntStream.range(0, ALL).filter(c -> seen[c] > 0 && of(c, labels).length > 0).toArray();
      double loss = 0;
      for (int c : classes) {
        int[] places = of(c, labels);
        double share = 1.0 / (classes.length * places.length * channels);
        for (int place : places) {
          for (int k = 0; k < channels; k++) {
            double difference = features.values[at(place, k)] - prototypes[c][k];
            loss += share * difference * difference;
            features.gradient[at(place, k)] += scale * share * 2 * difference;
          }
        }
      }
      return loss;
    }

    private double repulsion(PlainTape.Node features, int[] labels, double scale) {
      int[] classes = IntStream.range(0, ALL).filter(c -> of(c, labels).length > 0).toArray();
      int pairs = classes.length * (classes.length - 1);
      assertThat(pairs).isPositive();
      double loss = 0;
      for (int a : classes) {
        for (int b : classes) {
          if (a == b) {
            continue;
          }
          double[] first = mean(features, of(a, labels));
          double[] second = mean(features, of(b, labels));
          double squares =
              IntStream.range(0, channels)
                  .mapToDouble(k -> (first[k] - second[k]) * (first[k] - second[k]))
                  .sum();
          loss += 1 / Math.sqrt(squares) / pairs;
          for (int k = 0; k < channels; k++) {
            double pull = -(first[k] - second[k]) / Math.pow(squares, 1.5) / pairs * scale;
            for (int place : of(a, labels)) {
              features.gradient[at(place, k)] += pull / of(a, labels).length;
            }
            for (int place : of(b, labels)) {
              features.gradient[at(place, k)] -= pull / of(b, labels).length;
            }
          }
        }
      }
      return loss;
    }

    /** Void pixels are a class of their own. */
    private double sparsity(PlainTape.Node features, int[] labels, double scale) {
      double loss = 0;
      for (int c : Arrays.stream(labels).distinct().toArray()) {
        int largest = at(of(c, labels)[0], 0);
        for (int place : of(c, labels)) {
          for (int k = 0; k < channels; k++) {
            int here = at(place, k);
            largest = features.values[here] > features.values[largest] ? here : largest;
          }
        }
        double most = features.values[largest];
        for (int place : of(c, labels)) {
          double exponentials = 0;
          double sum = 0;
          for (int k = 0; k < channels; k++) {
            exponentials += Math.exp(features.values[at(place, k)] / most);
            sum += features.values[at(place, k)] / most;
          }
          loss += exponentials / sum / labels.length;
          for (int k = 0; k < channels; k++) {
            double scaled = features.values[at(place, k)] / most;
            double ofScaled =
                scale / labels.length * (Math.exp(scaled) / sum - exponentials / (sum * sum));
            features.gradient[at(place, k)] += ofScaled / most;
            features.gradient[largest] -= ofScaled * scaled / most;
          }
        }
      }
      return loss;
    }
  }
}
