// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ciss4j.graph.Golden;
import org.ciss4j.metric.ConfusionMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SigmoidDecisionTest {
  /** Cases that hang on the last bit of a float32 sigmoid are reported only. */
  @Test
  void equalsTheOfficialCode(TestReporter reporter) {
    List<String> compared = new ArrayList<>();
    for (Golden golden : Golden.cases("prediction")) {
      int[] labels = new SigmoidDecision(golden.number("tau")).labels(classLogits(golden));
      int[] expected = golden.ints("pred");
      if (golden.meta().get("edge_case_informational").asBoolean()) {
        long different =
            IntStream.range(0, labels.length).filter(i -> labels[i] != expected[i]).count();
        reporter.publishEntry(
            golden.toString(), different + " of " + labels.length + " pixels differ");
        continue;
      }
      assertThat(labels).as(golden.toString()).isEqualTo(expected);
      ConfusionMatrix confusion = new ConfusionMatrix(golden.integer("num_class"));
      confusion.add(golden.ints("label"), labels);
      int[] counts = golden.ints("confusion");
      int size = confusion.size();
      for (int i = 0; i < counts.length; i++) {
        assertThat(confusion.count(i / size, i % size)).as(golden.toString()).isEqualTo(counts[i]);
      }
      compared.add(golden.name());
    }
    assertThat(compared).hasSize(5);
  }

  @Test
  void aPixelNeedsMoreThanTheThreshold() {
    assertThat(labels(0.5, 0f)).isZero();
    assertThat(labels(0.5, 1e-6f)).isEqualTo(1);
    assertThat(labels(0.5, -20f, Float.NEGATIVE_INFINITY)).isZero();
    assertThat(labels(0.9, 2f, 2.2f)).isEqualTo(2);
    assertThat(labels(0.9, 2f, 2.19f)).isZero();
    assertThat(labels(0.1, -2f, -3f)).isEqualTo(1);
  }

  @Test
  void ofEqualProbabilitiesTheFirstClassWins() {
    assertThat(labels(0.5, 1f, 3f, 3f)).isEqualTo(2);
    assertThat(labels(0.5, 40f, 50f)).as("both 1 in single precision").isEqualTo(1);
  }

  @Test
  void logitsMayLieInAnyOrderInMemory() {
    INDArray logits = Nd4j.createFromArray(1f, -1f, -1f, 2f, -3f, -3f).reshape(1, 3, 1, 2);
    int[] expected = {1, 2};
    INDArray permuted = logits.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
    assertThat(new SigmoidDecision(0.5).labels(logits)).isEqualTo(new int[] {1, 2});
    assertThat(new SigmoidDecision(0.5).labels(permuted)).isEqualTo(expected);
  }

  /** Against the definition, on logits of which many are nearly or exactly equal. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.002", "0.5, 20", "0.7, 0.00001", "0.01, 9", "0.9999, 30", "0.5, 0"})
  void equalsItsDefinition(double threshold, float spread) {
    SplittableRandom random = new SplittableRandom(7);
    int pixels = 5000;
    int classes = 6;
    float center = (float) Math.log(threshold / (1 - threshold));
    float[] logits = new float[classes * pixels];
    for (int i = 0; i < logits.length; i++) {
      float step = random.nextInt(-4, 5) * Math.ulp(center + 1f);
      logits[i] =
          center + (random.nextInt(3) == 0 ? step : spread * (float) random.nextDouble(-1, 1));
    }
    int[] expected = new int[pixels];
    for (int i = 0; i < pixels; i++) {
      float best = (float) threshold;
      for (int c = 0; c < classes; c++) {
        float probability = (float) (1 / (1 + Math.exp(-logits[c * pixels + i])));
        if (probability > best) {
          best = probability;
          expected[i] = c + 1;
        }
      }
    }
    INDArray map = Nd4j.createFromArray(logits).reshape(1, classes, 1, pixels);
    assertThat(new SigmoidDecision(threshold).labels(map)).isEqualTo(expected);
  }

  private static int labels(double threshold, float... logits) {
    INDArray map = Nd4j.createFromArray(logits).reshape(1, logits.length, 1, 1);
    return new SigmoidDecision(threshold).labels(map)[0];
  }

  /** Without the auxiliary classifier. */
  private static INDArray classLogits(Golden golden) {
    INDArray logits = Nd4j.createFromArray(golden.floats("logits")).reshape(golden.shape("logits"));
    return logits.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(1, logits.size(1)),
        NDArrayIndex.all(),
        NDArrayIndex.all());
  }
}
